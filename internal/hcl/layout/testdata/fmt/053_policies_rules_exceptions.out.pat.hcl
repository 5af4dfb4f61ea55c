policy "no-org-administration" {
  on       = ["template", "request", "token"]
  severity = "error"
  condition = (!can(self.permissions.organization_administration) &&
  self.expires_in != null)
  error_message = "${self.name} may not administer the organization."
}
rule "unused-token" {
  severity = "warning"
  days     = 90
}
exception "legacy-ci" {
  organization = "octo-org"
  token_id     = 98716                # or owner, name
  rules        = ["permission-extra"] # omitted: every rule
  reason       = "Moves to the release app, SEC-142"
  expires      = "2026-12-31"
}
