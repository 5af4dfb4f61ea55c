template "reader" {
  name = "reader"
  permissions = {
    contents = "read"
    pull_requests = "write"
  }
  description = "Reads."
  owners = [
    "octocat",
      "mona",
  ]
  expires_in = 7
}
