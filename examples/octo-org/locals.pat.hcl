# Values that several templates share.

locals {
  # People renew the tokens that they use by hand often. Tokens for machines are
  # renewed every quarter.
  by_hand    = 30
  by_machine = 90

  # Repositories that GitHub Pages publishes from a branch.
  sites = toset(["handbook", "status-page"])

  platform_team = ["octocat", "mona"]
}
