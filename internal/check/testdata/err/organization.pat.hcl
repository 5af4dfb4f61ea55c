organization "octo_org" {} # ERROR: Invalid organization login | single hyphens between them

organization "@octodemo" {} # ERROR: Invalid organization login | Did you mean "octodemo"?

organization "octo-org" {
  review {
    approve = [
      "conforming",
      "drifted",      # ERROR: Invalid value in a review | Only requests that match a template can be approved, so "drifted" is not allowed here.
      "unused-token", # ERROR: Invalid value in a review
    ]
    deny = [
      "drifted", "undeclared", "unused-token", "policy:no-admin",
      "conforming", # ERROR: Invalid value in a review | Requests and tokens that are conforming are in order, so patctl does not deny them.
      "drfted",     # ERROR: Invalid value in a review | Did you mean "drifted"?
      "xyzzy",      # ERROR: Invalid value in a review | "xyzzy" is neither a verdict
    ]
    revoke = [
      "never-expires",
      "excepted",        # ERROR: Invalid value in a review | Requests and tokens that are excepted are in order, so patctl does not revoke them.
      "classic-token",   # ERROR: Invalid value in a review | so the rule "classic-token" never applies
      "unused-tokens",   # ERROR: Invalid value in a review | Did you mean "unused-token"?
      "no-admin",        # ERROR: Invalid value in a review | Did you mean "policy:no-admin"?
      "policy:no-admim", # ERROR: Invalid value in a review | Did you mean "policy:no-admin"?
    ]
    max_actions      = -1  # ERROR: Invalid limit | cannot be -1
    max_revoke_share = 1.5 # ERROR: Invalid limit | from 0 to 1, and cannot be 1.5
  }
}

organization "Octo-Org" { # ERROR: Organization declared twice | as "octo-org"
  review {
    max_revoke_share = -0.1 # ERROR: Invalid limit
  }
}

policy "no-admin" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "No."
}
