# Conditions for every token, regardless of its template. Without `on`, a policy
# applies to templates, requests, and tokens.

policy "no-organization-administration" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "${self.name} may not administer the organization. Use a GitHub App for that."
}

policy "lifetime" {
  condition     = try(self.expires_in <= var.longest_lifetime, false)
  error_message = "${self.name} must expire within ${var.longest_lifetime} days."
}

policy "write-to-chosen-repositories" {
  condition = (
    self.repositories != "all" && self.repository_selection != "all" ||
    alltrue([for level in values(self.permissions) : level == "read"])
  )
  error_message = "${self.name} writes to all repositories. Name the repositories that it needs."
}

policy "team" {
  on            = ["template"]
  severity      = "warning"
  condition     = can(self.labels.team)
  error_message = "The label \"team\" is missing, so nobody knows whom to ask about the token. Add labels = { team = \"...\" }."
}
