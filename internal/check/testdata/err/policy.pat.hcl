template "admin" { # ERROR: Policy violation | admin may not administer.  This was checked by the policy "no-administration" at main.pat.hcl:25: # WARNING: Policy violation | Name an owner of admin.
  name        = "admin"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { organization_administration = "read" }
}

template "service" { # ERROR: Policy violation | This applies to template.service["web"].
  for_each    = { api = "read", web = "write" }
  name        = "service-${each.key}"
  expires_in  = 30
  permissions = { contents = "read", administration = each.value }
  labels      = { owner = "platform" }
}

template "copilot" { # ERROR: Policy violation | No Copilot.
  name        = "copilot"
  expires_in  = 30
  permissions = { copilot_requests = "write" } # WARNING: Old name of a permission
  labels      = { owner = "platform" }
}

policy "no-administration" {
  on            = ["template"]
  condition     = !can(self.permissions.organization_administration)
  error_message = "${self.name} may not administer."
}

policy "no-writing" {
  condition     = try(self.permissions.administration, "") != "write"
  error_message = "No."
}

# Another name of a permission does not get round a policy.
policy "no-copilot" {
  condition     = !can(self.permissions.user_copilot_requests)
  error_message = "No Copilot."
}

policy "owned" {
  severity      = "warning"
  condition     = lookup(self.labels, "owner", "") != ""
  error_message = "Name an owner of ${self.name}."
}

policy "of_tokens" {
  on            = ["token"]
  condition     = false
  error_message = "No."
}

policy "broken" {
  on            = ["template"]
  condition     = self.labels.owner.team == "" # ERROR: Unsupported attribute | The policy could not be evaluated for template.admin, so it did not pass. # ERROR: Unsupported attribute | The policy could not be evaluated for template.copilot, template.service["api"] and template.service["web"], so it did not pass.
  error_message = "No."
}

policy "nothing_is_null_but_what_was_not_given" {
  on            = ["template"]
  condition     = self.description == null && self.owner == null && self.reason == null && self.expires_in == 30 && self.kind == "template"
  error_message = "Null."
}
