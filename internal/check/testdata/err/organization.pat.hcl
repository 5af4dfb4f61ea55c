organization "octo_org" {} # ERROR: Invalid login of an organization | single hyphens between them

organization "@octodemo" {} # ERROR: Invalid login of an organization | Did you mean "octodemo"?

organization "octo-org" {
  review {
    approve = [
      "conforming",
      "drifted",      # ERROR: Invalid word in a review | Only requests that conform to a template
      "unused-token", # ERROR: Invalid word in a review
    ]
    deny = [
      "drifted", "undeclared", "unused-token", "policy:no-admin",
      "conforming", # ERROR: Invalid word in a review | patctl does not deny it
      "drfted",     # ERROR: Invalid word in a review | Did you mean "drifted"?
      "xyzzy",      # ERROR: Invalid word in a review | "xyzzy" is neither a verdict
    ]
    revoke = [
      "never-expires",
      "excepted",        # ERROR: Invalid word in a review | patctl does not revoke it
      "unused-tokens",   # ERROR: Invalid word in a review | Did you mean "unused-token"?
      "no-admin",        # ERROR: Invalid word in a review | Did you mean "policy:no-admin"?
      "policy:no-admim", # ERROR: Invalid word in a review | Did you mean "policy:no-admin"?
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
