patctl {
  host = "octocorp.ghe.com"
  permission "new_thing" {
    section = "repository"
    levels  = ["read", "write"]
  }
}

locals {
  services = toset(["api", "web"])
}

template "release" {
  for_each    = local.services
  name        = "release-${each.key}"
  description = "Cuts releases of ${each.key}."
  target_name = "octo-org"
  expires_in  = 366
  permissions = { metadata = "read", contents = "write", pull_requests = "write", new_thing = "write" }

  repositories  = ["octo-org/${each.key}"]
  owners        = ["octocat", "mona_octo"]
  justification = <<-EOT
    Release automation of ${each.key},
    as agreed.
  EOT
  endpoints     = ["POST /repos/{owner}/{repo}/releases", "pulls/create-a-pull-request", "GET /rate_limit"]
  labels        = { team = "release", ticket = "SEC-12" }

  match {
    name        = "release-${each.key}*"
    permissions = "exact"
  }
}

template "gist" {
  name        = "gist"
  expires_in  = 1
  permissions = { gists = "write" }
}

template "members" {
  name         = "members"
  target_name  = "Octo-Org"
  expires_in   = 90
  permissions  = { members = "read" }
  repositories = "none"
}

template "metadata" {
  name         = "metadata"
  expires_in   = 30
  permissions  = { metadata = "read" }
  repositories = "all"
}

organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted", "policy:no-organization-administration"]
    revoke           = ["unused-token"]
    max_actions      = 0
    max_revoke_share = 1
  }
}

policy "no-organization-administration" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "${self.name} may not administer the organization."
}

rule "unused-token" {
  severity = "warning"
  days     = 1
}

rule "never-expires" {
  severity = "off"
}

exception "legacy-ci" {
  organization = "OCTO-org"
  token_id     = 98716
  owner        = "hubot*"
  name         = "ci [old"
  template     = "template.release[\"api\"]"
  rules        = ["permission-extra", "never-expires", "policy:no-organization-administration"]
  reason       = "Moves to the release app, SEC-142"
  expires      = "2027-11-23"
}

serve {
  interval = "1m"
  max_age  = "1m"

  issue "requests" {
    repository    = "octo_admin/token.requests"
    labels        = ["token-request", "security: triage"]
    events        = ["pending", "approved", "denied", "revoked", "failed"]
    organizations = ["OCTO-org"]
  }
}
