# Three tokens that most people need. Replace octo-org with your organization
# and repositories, then run `patctl render` in this directory.

# Clone and fetch one repository, from a laptop or a build server.
template "clone" {
  name         = "clone-handbook"
  description  = "Clones and fetches octo-org/handbook. It cannot push."
  target_name  = "octo-org"
  expires_in   = 90
  permissions  = { contents = "read" }
  repositories = ["octo-org/handbook"]
}

# Push branches and open pull requests. To change files in .github/workflows,
# add the permission "workflows".
template "pull_requests" {
  name          = "handbook-pull-requests"
  description   = "Pushes branches to octo-org/handbook and opens pull requests."
  target_name   = "octo-org"
  expires_in    = 30
  permissions   = { contents = "write", pull_requests = "write" }
  repositories  = ["octo-org/handbook"]
  justification = "Writes the handbook with a local editor."
}

# A token for your own account. Without target_name, the form opens for the user
# who opens the link.
template "gist" {
  name         = "gist"
  description  = "Shares snippets as gists from the command line."
  expires_in   = 90
  permissions  = { gists = "write" }
  repositories = "none"
}
