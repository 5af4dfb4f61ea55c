template "a" {
  name         = ["a"]            # ERROR: Incorrect argument type | "name"
  description  = { a = 1 }        # ERROR: Incorrect argument type | "description"
  expires_in   = "soon"           # ERROR: Incorrect argument type | a number of days or "none"
  permissions  = ["contents"]     # ERROR: Incorrect argument type | an object with string values
  repositories = 7                # ERROR: Incorrect argument type | a list of strings
  owners       = "octocat"        # ERROR: Incorrect argument type | a list of strings
  endpoints    = ["GET /a", null] # ERROR: Incorrect argument type | element 1
  labels       = { a = [] }       # ERROR: Incorrect argument type | the value of "a"

  match {
    name        = {}        # ERROR: Incorrect argument type
    permissions = "at_least" # ERROR: Invalid value of permissions
  }
}

template "b" {
  name       = "b"
  expires_in = 1.5 # ERROR: Incorrect argument type | a whole number is required
  match {
    permissions = "" # ERROR: Invalid value of permissions
  }
}

organization "octo-org" {
  review {
    approve          = "conforming" # ERROR: Incorrect argument type
    max_actions      = "many"       # ERROR: Incorrect argument type
    max_revoke_share = []           # ERROR: Incorrect argument type
  }
}

rule "unused-token" {
  severity = "warn" # ERROR: Invalid severity | Use error, warning, notice or off.
  days     = 0.5    # ERROR: Incorrect argument type
}

policy "p" {
  on            = ["templates", "token"] # ERROR: Invalid kind of subject | Did you mean "template"?
  severity      = "off"                  # ERROR: Invalid severity | Use error, warning or notice.
  condition     = self.name != ""
  error_message = "No name."
}

exception "e" {
  token_id = 1.25         # ERROR: Incorrect argument type | a whole number
  rules    = "all"        # ERROR: Incorrect argument type
  reason   = "Because"
  expires  = "2026-02-30" # ERROR: Invalid date | "2026-02-30" is not a date
}

exception "f" {
  token_id = "x" # ERROR: Incorrect argument type
  reason   = "Because"
  expires  = 5 # ERROR: Invalid date
}

template "labels" {
  name   = "labels"
  labels = ["a"] # ERROR: Incorrect argument type | such as { team = "api" }
}

policy "nothing" {
  on            = [] # ERROR: Empty list | does not check anything
  condition     = true
  error_message = "Never."
}
