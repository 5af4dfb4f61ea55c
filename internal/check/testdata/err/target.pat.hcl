template "underscore" {
  name        = "underscore"
  target_name = "octo_org" # ERROR: Invalid resource owner | "octo_org" is not the login of an account. A login has at most 39 letters, digits, and single hyphens between them. Did you mean "octo-org"?
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
  target_name = "octo-org-octo-org-octo-org-octo-org-octo" # ERROR: Invalid resource owner | A login has at most 39 letters, digits, and single hyphens between them.
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
  target_name = "" # ERROR: Invalid resource owner | remove the argument
  expires_in  = 30
  permissions = { contents = "read" }
}
