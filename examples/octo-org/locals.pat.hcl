# What several templates share.

locals {
  # A token that a person uses by hand is renewed often; one that a machine
  # uses, every quarter.
  by_hand    = 30
  by_machine = 90

  # Repositories that are published with GitHub Pages from a branch.
  sites = toset(["handbook", "status-page"])

  platform_team = ["octocat", "mona"]
}
