template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "write" }
  endpoints = [
    "get /repos/{o}/{r}/pulls/",
    "/user",                                # ERROR: Malformed endpoint | has no method
    "FETCH /user",                          # ERROR: Malformed endpoint | no method of the REST API
    "",                                     # ERROR: Malformed endpoint | empty text
    "GET user",                             # ERROR: Malformed endpoint | does not begin with a slash
    "POST /repos/{owner}/{repo}/release",   # ERROR: Unknown endpoint | Did you mean "POST /repos/{owner}/{repo}/releases"?
    "GET /xyzzy/plugh/foo/bar",             # ERROR: Unknown endpoint | https://docs.github.com/rest
    "GET /a\u202eb",                        # ERROR: Unknown endpoint | "GET /a\u202eb"
    "GET /notifications",                   # ERROR: Endpoint closed to fine-grained tokens | A GitHub App cannot call it either.
    "GET /app",                             # ERROR: Endpoint closed to fine-grained tokens | it needs a GitHub App
    "GET /agents/repos/{owner}/{repo}/tasks", # WARNING: Endpoint that GitHub's data does not list
  ]
}
