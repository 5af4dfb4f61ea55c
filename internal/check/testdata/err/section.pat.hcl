organization "octo-org" {}

template "mixed" {
  name        = "mixed"
  target_name = "octo-org"
  expires_in  = 30
  permissions = {
    gists    = "write" # ERROR: Account and organization permissions together | "gists" belongs to the account, and "members" to the organization.
    contents = "read"
    members  = "read"
  }
}

template "mixed_once_corrected" {
  name       = "mixed once corrected"
  expires_in = 30
  permissions = {
    events               = "read" # ERROR: Unknown permission | "user_events"
    followers            = "read"
    organization_members = "read" # ERROR: Unknown permission | "members" # WARNING: Organization permissions without target_name
    emails               = "read" # ERROR: Account and organization permissions together | "emails", "events" and "followers" belong to the account
  }
}

template "account" {
  name        = "account"
  target_name = "Octo-Org"
  expires_in  = 30
  permissions = {
    starring = "read"
    gists    = "write" # ERROR: Account permissions for an organization | Remove "gists" and "starring"
  }
}

template "organization" {
  name        = "organization"
  expires_in  = 30
  permissions = { members = "read" } # WARNING: Organization permissions without target_name | does not offer "members"
}

template "nothing" { # WARNING: No permissions
  name       = "nothing"
  expires_in = 30
}

template "nothing_in_it" {
  name        = "nothing in it"
  expires_in  = 30
  permissions = {} # WARNING: No permissions
}

template "null" {
  name        = "null"
  expires_in  = 30
  permissions = null # WARNING: No permissions
}

template "not_mixed_once_corrected" {
  name        = "not mixed once corrected"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { gists = "none", members = "read" } # ERROR: Unsupported level
}

template "undeclared_owner" {
  name        = "undeclared owner"
  target_name = "acme-corp"
  expires_in  = 30
  permissions = { contents = "read", gists = "write" } # WARNING: Account permissions with target_name | If "acme-corp" is an organization, GitHub's form ignores "gists"
}

template "own_account" {
  name        = "own account"
  expires_in  = 30
  permissions = { gists = "write" }
}
