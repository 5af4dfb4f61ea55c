# Conditions for every token, regardless of its template. Without `on`, a policy
# applies to templates, requests, and tokens.

policy "no-organization-administration" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "${self.name} cannot have the permission organization_administration. Use a GitHub App instead."
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
  error_message = "${self.name} has write access to all repositories. List the repositories that it needs."
}

policy "team" {
  on            = ["template"]
  severity      = "warning"
  condition     = can(self.labels.team)
  error_message = "The label \"team\" is missing, so the team that is responsible for the token is unknown. Add labels = { team = \"...\" }."
}
