organization "octo-org" {}

template "none" { # WARNING: No lifetime | the form takes 30 days
  name        = "none"
  permissions = { contents = "read" }
}

template "null" {
  name        = "null"
  expires_in  = null # WARNING: No lifetime
  permissions = { contents = "read" }
}

template "zero" {
  name        = "zero"
  expires_in  = 0 # ERROR: Invalid lifetime | from 1 to 366 days, not 0
  permissions = { contents = "read" }
}

template "year" {
  name        = "year"
  expires_in  = 367 # ERROR: Invalid lifetime | not 367
  permissions = { contents = "read" }
}

template "ages" {
  name        = "ages"
  expires_in  = 1e30 # ERROR: Invalid lifetime | from 1 to 366 days. Write
  permissions = { contents = "read" }
}

template "unlimited" {
  name        = "unlimited"
  target_name = "octo-org"
  expires_in  = "none" # WARNING: Unlimited lifetime | longer than 366 days
  permissions = { contents = "read" }
}

template "unlimited_members" {
  name        = "members"
  expires_in  = "none" # WARNING: Unlimited lifetime
  permissions = { members = "read" } # WARNING: Organization permissions without a resource owner
}

template "unlimited_own" {
  name        = "own"
  expires_in  = "none"
  permissions = { contents = "read" }
}

template "unlimited_user" {
  name        = "user"
  target_name = "octocat"
  expires_in  = "none"
  permissions = { gists = "write" } # WARNING: Account permissions with a resource owner
}
