serve { # ERROR: Serve block without organizations | organization "octo-org" {}
  slack "security" {
    url_env       = "SLACK_URL"
    organizations = ["octo-org"]
  }
}
