template "a" {
  name         = ["a"]            # ERROR: Incorrect type of an argument | "name"
  description  = { a = 1 }        # ERROR: Incorrect type of an argument | "description"
  expires_in   = "soon"           # ERROR: Incorrect type of an argument | a number of days or "none"
  permissions  = ["contents"]     # ERROR: Incorrect type of an argument | an object of names and strings
  repositories = 7                # ERROR: Incorrect type of an argument | a list of strings
  owners       = "octocat"        # ERROR: Incorrect type of an argument | a list of strings
  endpoints    = ["GET /a", null] # ERROR: Incorrect type of an argument | element 1
  labels       = { a = [] }       # ERROR: Incorrect type of an argument | the value of "a"

  match {
    name        = {}        # ERROR: Incorrect type of an argument
    permissions = "at_least" # ERROR: Invalid way to match permissions
  }
}

template "b" {
  name       = "b"
  expires_in = 1.5 # ERROR: Incorrect type of an argument | a whole number is required
  match {
    permissions = "" # ERROR: Invalid way to match permissions
  }
}

organization "octo-org" {
  review {
    approve          = "conforming" # ERROR: Incorrect type of an argument
    max_actions      = "many"       # ERROR: Incorrect type of an argument
    max_revoke_share = []           # ERROR: Incorrect type of an argument
  }
}

rule "unused-token" {
  severity = "warn" # ERROR: Invalid severity | it is error, warning, notice or off.
  days     = 0.5    # ERROR: Incorrect type of an argument
}

policy "p" {
  on            = ["templates", "token"] # ERROR: Invalid kind of subject | Did you mean "template"?
  severity      = "off"                  # ERROR: Invalid severity | it is error, warning or notice.
  condition     = self.name != ""
  error_message = "No name."
}

exception "e" {
  token_id = 1.25         # ERROR: Incorrect type of an argument | a whole number
  rules    = "all"        # ERROR: Incorrect type of an argument
  reason   = "Because"
  expires  = "2026-02-30" # ERROR: Invalid date | which "2026-02-30" is not
}

exception "f" {
  token_id = "x" # ERROR: Incorrect type of an argument
  reason   = "Because"
  expires  = 5 # ERROR: Invalid date
}

template "labels" {
  name   = "labels"
  labels = ["a"] # ERROR: Incorrect type of an argument | as in { team = "api" }
}

policy "nothing" {
  on            = [] # ERROR: Empty list | never be violated
  condition     = true
  error_message = "Never."
}
