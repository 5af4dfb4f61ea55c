patctl {
  required_version=">= 0.1.0"
  host = "github.com" # or SUBDOMAIN.ghe.com
  permission "new_thing" {
    section = "repository"
    levels = ["read","write"]
  }
}

locals {
  read_repo={contents="read",metadata="read"}
  services = toset(["api","web"])
}

template "release" {
  for_each = local.services
  name = "release-${each.key}" # at most 40 characters
  description = "Cuts releases of ${ each.key }."
  target_name = "${var.org}"
  expires_in = 90
  permissions = merge(local.read_repo,{contents="write",pull_requests="write"})

  # What the link cannot carry: shown to the person, checked by an audit.
  repositories = ["octo-org/${each.key}"]
  owners = ["octocat","mona"]
  justification = "Release automation of ${each.key}"
  endpoints = ["POST /repos/{owner}/{repo}/releases"]
  labels = {team="release",ticket="SEC-12"}

  match {
    name = "release-${each.key}*"
    permissions = "at_most"
  }
}
