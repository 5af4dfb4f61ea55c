organization "octo-org" {}

template "none" { # WARNING: Missing expires_in | The form defaults to 30 days, or less if the resource owner limits token lifetimes.
  name        = "none"
  permissions = { contents = "read" }
}

template "null" {
  name        = "null"
  expires_in  = null # WARNING: Missing expires_in
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
  expires_in  = 1e30 # ERROR: Invalid lifetime | A token can live from 1 to 366 days.
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
  permissions = { members = "read" } # WARNING: Organization permissions without target_name
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
  permissions = { gists = "write" } # WARNING: Account permissions with target_name
}
