# The organization whose requests and tokens are held against the templates,
# and how strictly.

organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["unused-token"]
    max_actions      = 25
    max_revoke_share = 0.1
  }
}

# Holidays and quarterly jobs are shorter than this.
rule "unused-token" {
  days = 120
}

# Three weeks leave time to make a new token before the old one expires.
rule "expires-soon" {
  days = 21
}

# An exception lapses: from then on patctl warns until it is removed, or until
# somebody decides on a new date, at most 366 days ahead.
exception "legacy-ci" {
  organization = "octo-org"
  owner        = "hubot"
  name         = "legacy-ci*"
  rules        = ["permission-extra", "undeclared-token"]
  reason       = "The old build server moves to a GitHub App."
  expires      = "2027-10-31"
}
