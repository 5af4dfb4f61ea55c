organization "octo-org" {}

serve {
  slack "security" {
    url_env       = "SLACK_URL"
    events        = ["pending", "deny"]    # ERROR: Invalid event | There is no event "deny". Use "pending", "approved", "denied", "revoked" or "failed".
    organizations = ["OCTO-ORG", "octorg"] # ERROR: Undeclared organization | Did you mean "octo-org"?
  }

  teams "platform" {
    url_file      = "/run/secrets/teams"
    events        = [] # ERROR: Empty list | nothing is sent
    organizations = [] # ERROR: Empty list
  }

  issue "address" {
    repository = "https://github.com/octo-org/token-requests" # ERROR: Invalid repository | Did you mean "octo-org/token-requests"?
  }

  issue "glob" {
    repository = "octo-org/*" # ERROR: Invalid repository | without * and ?
  }

  issue "name" {
    repository = "token-requests" # ERROR: Invalid repository | owner/name
  }

  issue "owner" {
    repository = "-octo/x" # ERROR: Invalid repository | owner is not a login
  }

  issue "path" {
    repository = "octo-org/.." # ERROR: Invalid repository | name is a path
  }

  issue "labels" {
    repository = "octo-org/token-requests"
    labels = [
      "token-request",
      " ",                                                    # ERROR: Invalid label | 1 to 50 characters
      "a\nb",                                                 # ERROR: Invalid label
      "123456789012345678901234567890123456789012345678901", # ERROR: Invalid label
    ]
  }

  issue "many" {
    repository = "octo-org/token-requests"
    labels     = [for n in range(101) : "label-${n}"] # ERROR: Too many labels | at most 100 labels, and there are 101
  }
}
