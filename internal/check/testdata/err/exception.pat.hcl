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

exception "everyone" { # ERROR: Exception without a subject | Set at least one of token_id, owner, name, and template.
  organization = "octo-org"
  owner        = null
  reason       = "Moves to the release app"
  expires      = "2027-06-30"
}

exception "everyone_by_globs" { # ERROR: Exception without a subject | A glob must not match everything.
  owner   = "*"
  name    = "?*"
  reason  = "Moves to the release app"
  expires = "2027-06-30"
}

exception "misnamed" {
  organization = "octo-orgs" # ERROR: Undeclared organization | Did you mean "octo-org"?
  token_id     = 0 # ERROR: Invalid token ID | GitHub's token IDs start at 1, so no token has the ID 0.
  owner        = "octo.cat" # ERROR: Malformed glob | which no login has
  name         = "legacy-{a,b}" # ERROR: Malformed glob | brackets, braces
  template     = "template.release[\"apl\"]" # ERROR: Unknown template | Did you mean "template.release[\"api\"]"?
  rules = [
    "permission-extra", "undeclared-token", "never-expires", "policy:no-admin",
    "permissions-extra", # ERROR: Unknown rule | Did you mean "permission-extra"?
    "no-admin",          # ERROR: Unknown rule | Did you mean "policy:no-admin"?
    "policy:xyzzy",      # ERROR: Unknown rule | There is no built-in rule and no policy named "policy:xyzzy".
  ]
  reason  = "Moves to the release app"
  expires = "2027-06-30"
}

exception "empty" {
  organization = "octo org" # ERROR: Invalid organization login | Did you mean "octo-org"?
  owner        = "" # ERROR: Malformed glob
  name         = "" # ERROR: Malformed glob
  rules        = [] # ERROR: Empty list | The list is empty, so the exception does not suspend any rule.
  reason       = "  " # ERROR: Exception without a reason
  expires      = null # ERROR: Exception without an expiration | Set a date, such as expires = "2027-11-23".
}

exception "null_reason" {
  token_id = 1
  reason   = null # ERROR: Exception without a reason
  expires  = "2027-11-23"
}

exception "control" {
  token_id = 1
  reason   = "a\u202eb" # ERROR: Control character
  expires  = "2027-11-24" # ERROR: Exception expires too late | The latest date that you can set today is "2027-11-23".
}

exception "lapsed" {
  template = "template.release[\"api\"]"
  reason   = "Moves to the release app"
  expires  = "2026-11-21" # WARNING: Expired exception | The exception expired after 2026-11-21 and has no effect.
}

exception "lapses_today" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-11-22" # WARNING: Exception about to expire | The exception expires after 2026-11-22, within the next 14 days.
}

exception "lapses_soon" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-12-06" # WARNING: Exception about to expire
}

exception "lapses_later" {
  token_id = 1
  reason   = "Moves to the release app"
  expires  = "2026-12-07"
}
