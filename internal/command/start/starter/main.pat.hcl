# The fine-grained personal access tokens of an organization, as templates.
#
#   patctl validate     Check this file
#   patctl render       Print the link that creates each token
#   patctl catalog      List the permissions that a token can have

# The organization to audit. Templates for it have the same target_name.
organization "octo-org" {}

locals {
  org = "octo-org"
}

# Clones one repository. The link fills in GitHub's form except for the
# repositories, which you select there. patctl render shows which ones.
template "clone" {
  name         = "clone-example" # at most 40 characters
  description  = "Clones and fetches one repository. It cannot push."
  target_name  = local.org
  expires_in   = 90 # days
  permissions  = { contents = "read" }
  repositories = ["${local.org}/example"]
}

# Pushes branches and opens pull requests. A template can refer to another one.
template "pull_requests" {
  name          = "pull-requests"
  description   = "Pushes branches and opens pull requests."
  target_name   = local.org
  expires_in    = 30
  permissions   = merge(template.clone.permissions, { contents = "write", pull_requests = "write" })
  repositories  = "selected" # any repositories that the person selects
  justification = "Works on the selected repositories from a laptop."
}

# A token for a person's own account has no target_name.
template "gist" {
  name         = "gist"
  description  = "Shares snippets as gists."
  expires_in   = 90
  permissions  = { gists = "write" }
  repositories = "none"
}

# A policy applies to every template, request, and token. Remove the severity
# to make a violation an error.
policy "lifetime" {
  severity      = "warning"
  condition     = try(self.expires_in <= 180, false)
  error_message = "${self.name} must expire within 180 days."
}
