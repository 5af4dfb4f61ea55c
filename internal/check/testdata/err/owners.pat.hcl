template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
  owners = [
    "octocat", "Mona-", "hubot_octo",
    "@octocat",           # ERROR: Invalid login | Did you mean "octocat"?
    "octo*",              # ERROR: Invalid login | The list of owners does not support globs.
    "octo-org/team",      # ERROR: Invalid login | Write a team as "@ORGANIZATION/TEAM-SLUG"
    "https://github.com/mona", # ERROR: Invalid login | Did you mean "mona"?
    "Mona Lisa",          # ERROR: Invalid login | Did you mean "Mona-Lisa"?
    "a_b_c",              # ERROR: Invalid login | one underscore
    "octocat_",           # ERROR: Invalid login
    "-octocat",           # ERROR: Invalid login
    "",                   # ERROR: Invalid login
    "oct\u200bocat",      # ERROR: Invalid login | "oct\u200bocat"
  ]
}

template "nobody" {
  name        = "nobody"
  expires_in  = 30
  permissions = { contents = "read" }
  owners      = [] # ERROR: Empty list | Add owners, or remove the argument to allow any owner.
}

template "teams" {
  name        = "teams"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
  owners = [
    "@octo-org/platform", "@Octo-Org/Platform", "octocat",
    "@octodemo/platform", # ERROR: Invalid team in owners | The team "@octodemo/platform" does not belong to the organization of the template, whose target_name is
    "@octo-org/",         # ERROR: Invalid team in owners | "@ORGANIZATION/TEAM-SLUG"
    "@octo-org/a/b",      # ERROR: Invalid team in owners | "@ORGANIZATION/TEAM-SLUG"
    "@octo-org/a b",      # ERROR: Invalid team in owners | "@ORGANIZATION/TEAM-SLUG"
  ]
}

template "own" {
  name        = "own"
  expires_in  = 30
  permissions = { contents = "read" }
  owners      = ["@octo-org/platform"] # ERROR: Invalid team in owners | Set target_name = "octo-org", or list the logins.
}
