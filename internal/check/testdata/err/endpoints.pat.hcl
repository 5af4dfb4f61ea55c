template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "write", pull_requests = "read" }
  endpoints = [
    "get /repos/{o}/{r}/pulls/",
    "/user",                                # ERROR: Malformed endpoint | has no method
    "FETCH /user",                          # ERROR: Malformed endpoint | no method of the REST API
    "",                                     # ERROR: Malformed endpoint | empty text
    "GET user /emails",                     # ERROR: Malformed endpoint | a path has no spaces
    "GET https://example.com/user",         # ERROR: Malformed endpoint | the host "example.com" has no REST API of GitHub
    "gists/gists#xyzzy",                    # ERROR: Unknown endpoint
    "https://docs.github.com/rest/gists/gists", # ERROR: Malformed endpoint | "https://docs.github.com/rest/gists/gists" matches 15 endpoints.
    "POST /repos/{owner}/{repo}/release",   # ERROR: Unknown endpoint | Did you mean "POST /repos/{owner}/{repo}/releases"?
    "GET /xyzzy/plugh/foo/bar",             # ERROR: Unknown endpoint | https://docs.github.com/rest
    "GET /a\u202eb",                        # ERROR: Unknown endpoint | "GET /a\u202eb"
    "GET /notifications",                   # ERROR: Endpoint closed to fine-grained tokens | A GitHub App cannot call it either.
    "GET /app",                             # ERROR: Endpoint closed to fine-grained tokens | Remove it, and use a GitHub App instead.
    "GET /enterprises/{enterprise}/dependabot/repository-access", # WARNING: Endpoint with unknown permissions
  ]
}
