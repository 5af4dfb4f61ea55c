organization "octo-org" {}

template "release" {
  for_each    = toset(["api"])
  name        = "release-${each.key}"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}

policy "no-admin" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "No."
}

exception "everyone" { # ERROR: Exception for every token | at least one of token_id, owner, name and template
  organization = "octo-org"
  owner        = null
  reason       = "Moves to the release app"
  expires      = "2027-06-30"
}

exception "everyone_by_globs" { # ERROR: Exception for every token | no glob that fits everything
  owner   = "*"
  name    = "?*"
  reason  = "Moves to the release app"
  expires = "2027-06-30"
}

exception "misnamed" {
  organization = "octo-orgs" # ERROR: Undeclared organization | Did you mean "octo-org"?
  token_id     = 0 # ERROR: Invalid token id | GitHub numbers tokens from 1 on
  owner        = "octo.cat" # ERROR: Malformed glob | which no login has
  name         = "legacy-{a,b}" # ERROR: Malformed glob | brackets, braces
  template     = "template.release[\"apl\"]" # ERROR: Unknown template | Did you mean "template.release[\"api\"]"?
  rules = [
    "permission-extra", "undeclared-token", "never-expires", "policy:no-admin",
    "permissions-extra", # ERROR: Unknown rule | Did you mean "permission-extra"?
    "no-admin",          # ERROR: Unknown rule | Did you mean "policy:no-admin"?
    "policy:xyzzy",      # ERROR: Unknown rule | neither built in nor of a policy
  ]
  reason  = "Moves to the release app"
  expires = "2027-06-30"
}

exception "empty" {
  organization = "octo org" # ERROR: Invalid login of an organization | Did you mean "octo-org"?
  owner        = "" # ERROR: Malformed glob
  name         = "" # ERROR: Malformed glob
  rules        = [] # ERROR: Empty list | suspends no rule
  reason       = "  " # ERROR: Exception without a reason
  expires      = null # ERROR: Exception without an end | as in expires = "2027-11-23"
}

exception "null_reason" {
  token_id = 1
  reason   = null # ERROR: Exception without a reason
  expires  = "2027-11-23"
}

exception "control" {
  token_id = 1
  reason   = "a\u202eb" # ERROR: Control character
  expires  = "2027-11-24" # ERROR: Exception for too long | The last day that can be written today is "2027-11-23".
}

exception "lapsed" {
  template = "template.release[\"api\"]"
  reason   = "Moves to the release app"
  expires  = "2026-11-21" # WARNING: Lapsed exception | The last day of the exception was 2026-11-21
}

exception "lapses_today" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-11-22" # WARNING: Exception about to lapse | is 2026-11-22
}

exception "lapses_soon" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-12-06" # WARNING: Exception about to lapse
}

exception "lapses_later" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-12-07"
}
