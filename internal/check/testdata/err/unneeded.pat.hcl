patctl {
  permission "new_thing" {
    section = "repository"
    levels  = ["write"]
  }
}

template "more" {
  name       = "more"
  expires_in = 30
  permissions = {
    contents      = "write" # WARNING: Permission not needed by endpoints | require only contents = "read", not "write". If the token makes other calls, declare their endpoints. Otherwise, reduce the permissions: permissions = { contents = "read", new_thing = "write" }
    pull_requests = "read"  # WARNING: Permission not needed by endpoints | None of the declared endpoints requires pull_requests = "read".
    metadata      = "read"
    new_thing     = "write"
  }
  endpoints = ["GET /repos/{owner}/{repo}/contents/{path}", "GET /repos/{owner}/{repo}"]
}

template "nothing" {
  name        = "nothing"
  expires_in  = 30
  permissions = { contents = "read" } # WARNING: Permission not needed by endpoints | Otherwise, remove all permissions.
  endpoints   = ["GET /rate_limit"]
}

template "metadata" {
  name        = "metadata"
  expires_in  = 30
  permissions = { contents = "write" } # WARNING: Permission not needed by endpoints | permissions = { metadata = "read" }
  endpoints   = ["GET /repos/{owner}/{repo}"]
}

# Whichever of its alternatives a token uses, an endpoint may need all that are
# granted: issues for issues, pull_requests for pull requests.
template "alternatives" {
  name        = "alternatives"
  expires_in  = 30
  permissions = { issues = "write", pull_requests = "write", contents = "write", workflows = "write" }
  endpoints = [
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    "PUT /repos/{owner}/{repo}/contents/{path}",
  ]
}

# What else is wrong may be what needs the permission.
template "unlisted" {
  name        = "unlisted"
  expires_in  = 30
  permissions = { contents = "read" }
  endpoints   = ["GET /enterprises/{enterprise}/dependabot/repository-access"] # WARNING: Endpoint with unknown permissions
}
