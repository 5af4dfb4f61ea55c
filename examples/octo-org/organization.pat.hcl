# The organization whose requests and tokens patctl compares with the templates,
# and the settings for the comparison.

organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["unused-token"]
    max_actions      = 25
    max_revoke_share = 0.1
  }
}

# Longer than holidays and the time between quarterly jobs.
rule "unused-token" {
  days = 120
}

# Three weeks are enough time to create a new token before the old one expires.
rule "expires-soon" {
  days = 21
}

# An exception expires. After that, patctl warns until you remove the exception
# or set a new date, at most 366 days in the future.
exception "legacy-ci" {
  organization = "octo-org"
  owner        = "hubot"
  name         = "legacy-ci*"
  rules        = ["permission-extra", "undeclared-token"]
  reason       = "The old build server is moving to a GitHub App."
  expires      = "2027-10-31"
}
