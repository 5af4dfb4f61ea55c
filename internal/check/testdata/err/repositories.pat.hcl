template "bare_name" {
  name         = "bare name"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "octo-org/api" # ERROR: Invalid value of repositories | Write a list in brackets, even for a single name: ["octo-org/api"].
}

template "capital" {
  name         = "capital"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "All" # ERROR: Invalid value of repositories | Did you mean "all"?
}

template "misspelt" {
  name         = "misspelt"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "seleced" # ERROR: Invalid value of repositories | Did you mean "selected"?
}

template "star" {
  name         = "star"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "*" # ERROR: Invalid value of repositories | Did you mean "all"?
}

template "empty_word" {
  name         = "empty word"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "" # ERROR: Invalid value of repositories
}

template "no_repository" {
  name         = "no repository"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = [] # ERROR: Empty list | Add repositories, or set "none" for tokens that only read public repositories.
}

template "globs" {
  name        = "globs"
  expires_in  = 30
  permissions = { contents = "read" }
  repositories = [
    "",                               # ERROR: Malformed glob | It is empty.
    "octo-org/**",                    # ERROR: Malformed glob | One * already matches any number of characters.
    "octo-org/[a-z]*",                # ERROR: Malformed glob | It has brackets, braces, or backslashes, which have no special meaning in patctl.
    "octo-org/{api,web}",             # ERROR: Malformed glob | Write one glob for each case, or use ?
    "octo-org/a/b",                   # ERROR: Malformed glob | more than one slash
    "https://github.com/octo-org/x",  # ERROR: Malformed glob | Did you mean "octo-org/x"?
    "github.com/octo-org/x",          # ERROR: Malformed glob | Did you mean "octo-org/x"?
    "octo-org/",                      # ERROR: Malformed glob | It has nothing on one side of the slash.
    "/api",                           # ERROR: Malformed glob | It has nothing on one side of the slash.
    "octo-org/api.git",               # ERROR: Malformed glob | Did you mean "octo-org/api"?
    "octo-org/my api",                # ERROR: Malformed glob | the character ' ', which no name of a repository has
    "octo.org/api",                   # ERROR: Malformed glob | the character '.', which no login has
    "octo-org/a\u202eb",              # ERROR: Malformed glob | control character
    "octo-org/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", # ERROR: Malformed glob | Repository names have at most 100 characters.
    "octo-org/api-?", "*/docs", "api", "octo-org/.github",
  ]
}

template "foreign" {
  name        = "foreign"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
  repositories = [
    "Octo-Org/api", "octo-*/web", "docs", "*/x",
    "octodemo/api",  # WARNING: Repository of a different owner | A token has one resource owner, here "octo-org", so it can never access "octodemo/api".
    "octodemo-*/x",  # WARNING: Repository of a different owner
  ]
}

template "useless" {
  name         = "useless"
  expires_in   = 30
  permissions  = { gists = "write" }
  repositories = "all" # WARNING: Repositories without repository permissions
}

template "useless_list" {
  name         = "useless list"
  expires_in   = 30
  permissions  = { gists = "write" }
  repositories = ["octo-org/api"] # WARNING: Repositories without repository permissions
}

template "public" {
  name         = "public"
  expires_in   = 30
  permissions  = { gists = "write" }
  repositories = "none"
}

template "anywhere" {
  name        = "anywhere"
  target_name = "octo-org"
  expires_in  = 30
  permissions = {
    actions  = "read"
    contents = "write" # WARNING: Write access to any repositories | List the repositories, or set "selected" for any selection or "all" for all of them.
  }
}
