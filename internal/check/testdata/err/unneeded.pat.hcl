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
    contents      = "write" # WARNING: Permission that no endpoint needs | need contents = "read" only, not "write". If the token is for more, declare the endpoints. Otherwise the permissions can be: permissions = { contents = "read", new_thing = "write" }
    pull_requests = "read"  # WARNING: Permission that no endpoint needs | No endpoint that the template declares needs pull_requests = "read".
    metadata      = "read"
    new_thing     = "write"
  }
  endpoints = ["GET /repos/{owner}/{repo}/contents/{path}", "GET /repos/{owner}/{repo}"]
}

template "nothing" {
  name        = "nothing"
  expires_in  = 30
  permissions = { contents = "read" } # WARNING: Permission that no endpoint needs | Otherwise it needs no permission at all.
  endpoints   = ["GET /rate_limit"]
}

template "metadata" {
  name        = "metadata"
  expires_in  = 30
  permissions = { contents = "write" } # WARNING: Permission that no endpoint needs | permissions = { metadata = "read" }
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
  endpoints   = ["GET /enterprises/{enterprise}/dependabot/repository-access"] # WARNING: Endpoint that GitHub's data does not list
}
