template "lacks" {
  name        = "lacks"
  expires_in  = 30
  permissions = { contents = "read", pull_requests = "read" }
  endpoints = [
    "GET https://api.github.com/repos/octo-org/api/tarball/main?x=y",
    "GET /repos/{owner}/{repo}",
    "HEAD /repos/{owner}/{repo}/pulls",
    "POST /repos/{owner}/{repo}/releases", # ERROR: Permissions do not cover an endpoint | cannot call "POST /repos/{owner}/{repo}/releases", which requires contents = "write" where no commit changes a workflow file, or contents = "write" and workflows = "write" where a commit changes a file in .github/workflows/. Add contents = "write" to the permissions.
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", # ERROR: Permissions do not cover an endpoint | which requires issues = "write" for an issue, or pull_requests = "write" for a pull request. Add pull_requests = "write" to the permissions.
    "POST /repos/{owner}/{repo}/pages", # ERROR: Permissions do not cover an endpoint | Add administration = "write" and pages = "write" to the permissions.
  ]
}

# The advices agree with one another: issues for all three, since one of them needs it.
template "together" {
  name        = "together"
  expires_in  = 30
  permissions = { contents = "read" }
  endpoints = [
    "GET /repos/{owner}/{repo}/contents/{path}",
    "GET /repos/{owner}/{repo}/issues",          # ERROR: Permissions do not cover an endpoint | Add issues = "read" to the permissions.
    "GET /repos/{owner}/{repo}/issues/comments", # ERROR: Permissions do not cover an endpoint | Add issues = "read" to the permissions.
  ]
}

template "organization" {
  name        = "organization"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { members = "read" }
  endpoints = [
    "GET /orgs/{org}/members",
    "GET /repos/{owner}/{repo}", # ERROR: Permissions do not cover an endpoint | Add metadata = "read" to the permissions.
    "POST /gists",               # ERROR: Permissions do not cover an endpoint | Declare the endpoint in a separate template.
  ]
}

# What is wrong with a permission is said once.
template "wrong" {
  name       = "wrong"
  expires_in = 30
  permissions = {
    webhooks = "write" # ERROR: Unknown permission
    contents = "rw"    # ERROR: Unsupported level
  }
  endpoints = ["GET /repos/{owner}/{repo}/hooks", "POST /repos/{owner}/{repo}/releases"]
}

template "corrected" {
  name        = "corrected"
  expires_in  = 30
  permissions = { webhooks = "write" } # ERROR: Unknown permission
  endpoints   = ["POST /repos/{owner}/{repo}/hooks"]
}
