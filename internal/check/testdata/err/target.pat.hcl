template "underscore" {
  name        = "underscore"
  target_name = "octo_org" # ERROR: Invalid resource owner | "octo_org" is not the login of an account, which has letters, digits and single hyphens between them, 39 characters at most. Did you mean "octo-org"?
  expires_in  = 30
  permissions = { contents = "read" }
}

template "hyphens" {
  name        = "hyphens"
  target_name = "octo--org" # ERROR: Invalid resource owner
  expires_in  = 30
  permissions = { contents = "read" }
}

template "long" {
  name        = "long"
  target_name = "octo-org-octo-org-octo-org-octo-org-octo" # ERROR: Invalid resource owner | 39 characters at most
  expires_in  = 30
  permissions = { contents = "read" }
}

template "address" {
  name        = "address"
  target_name = "https://github.com/octo-org" # ERROR: Invalid resource owner | Did you mean "octo-org"?
  expires_in  = 30
  permissions = { contents = "read" }
}

template "mention" {
  name        = "mention"
  target_name = "@octocat" # ERROR: Invalid resource owner | Did you mean "octocat"?
  expires_in  = 30
  permissions = { contents = "read" }
}

template "repository" {
  name        = "repository"
  target_name = "octo-org/api" # ERROR: Invalid resource owner | Did you mean "octo-org"?
  expires_in  = 30
  permissions = { contents = "read" }
}

template "empty" {
  name        = "empty"
  target_name = "" # ERROR: Invalid resource owner | leave the argument out
  expires_in  = 30
  permissions = { contents = "read" }
}
