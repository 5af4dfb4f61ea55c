template "bare_name" {
  name         = "bare name"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "octo-org/api" # ERROR: Invalid choice of repositories | A list is written in brackets, also with a single name: ["octo-org/api"].
}

template "capital" {
  name         = "capital"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "All" # ERROR: Invalid choice of repositories | Did you mean "all"?
}

template "misspelt" {
  name         = "misspelt"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "seleced" # ERROR: Invalid choice of repositories | Did you mean "selected"?
}

template "star" {
  name         = "star"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "*" # ERROR: Invalid choice of repositories | Did you mean "all"?
}

template "empty_word" {
  name         = "empty word"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "" # ERROR: Invalid choice of repositories
}

template "no_repository" {
  name         = "no repository"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = [] # ERROR: Empty list | write "none"
}

template "globs" {
  name        = "globs"
  expires_in  = 30
  permissions = { contents = "read" }
  repositories = [
    "",                               # ERROR: Malformed glob | It is empty.
    "octo-org/**",                    # ERROR: Malformed glob | one * stands for any number
    "octo-org/[a-z]*",                # ERROR: Malformed glob | brackets, braces or backslashes
    "octo-org/{api,web}",             # ERROR: Malformed glob | Write a glob for each case
    "octo-org/a/b",                   # ERROR: Malformed glob | more than one slash
    "https://github.com/octo-org/x",  # ERROR: Malformed glob | Did you mean "octo-org/x"?
    "github.com/octo-org/x",          # ERROR: Malformed glob | Did you mean "octo-org/x"?
    "octo-org/",                      # ERROR: Malformed glob | Nothing stands on one side of the slash
    "/api",                           # ERROR: Malformed glob | Nothing stands on one side of the slash
    "octo-org/api.git",               # ERROR: Malformed glob | Did you mean "octo-org/api"?
    "octo-org/my api",                # ERROR: Malformed glob | the character ' ', which no name of a repository has
    "octo.org/api",                   # ERROR: Malformed glob | the character '.', which no login has
    "octo-org/a\u202eb",              # ERROR: Malformed glob | control character
    "octo-org/01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", # ERROR: Malformed glob | longer than 100 characters
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
    "octodemo/api",  # WARNING: Repository of another owner | one resource owner, here "octo-org", so that it can never reach "octodemo/api"
    "octodemo-*/x",  # WARNING: Repository of another owner
  ]
}

template "useless" {
  name         = "useless"
  expires_in   = 30
  permissions  = { gists = "write" }
  repositories = "all" # WARNING: Repositories without a permission
}

template "useless_list" {
  name         = "useless list"
  expires_in   = 30
  permissions  = { gists = "write" }
  repositories = ["octo-org/api"] # WARNING: Repositories without a permission
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
    contents = "write" # WARNING: Write access to any repositories | Name the repositories
  }
}
