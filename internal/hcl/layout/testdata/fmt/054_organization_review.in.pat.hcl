organization "octo-org" {
  review{
    approve = ["conforming"]
    deny = ["drifted"] # verdicts
    revoke = ["unused-token"] // and rules
    max_actions = 50
    max_revoke_share = 0.25
  }
}
