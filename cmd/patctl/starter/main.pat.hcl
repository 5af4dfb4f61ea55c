# The fine-grained personal access tokens that may exist, as templates.
#
#   patctl validate     says what is wrong with this file
#   patctl render       prints the links that people click to create a token
#   patctl catalog      lists the permissions that a token can have

variable "org" {
  type        = string
  default     = "octo-org" # put your organization here
  description = "The organization that owns the repositories."
}

# Clones one repository. The form on GitHub opens with everything filled in but
# the repositories, which a link cannot choose: patctl render says which to pick.
template "clone" {
  name         = "clone-example" # at most 40 characters
  description  = "Clones and fetches one repository. It cannot push."
  target_name  = var.org
  expires_in   = 90 # days
  permissions  = { contents = "read" }
  repositories = ["${var.org}/example"]
}

# Pushes branches and opens pull requests. A template may build on another.
template "pull_requests" {
  name          = "pull-requests"
  description   = "Pushes branches and opens pull requests."
  target_name   = var.org
  expires_in    = 30
  permissions   = merge(template.clone.permissions, { contents = "write", pull_requests = "write" })
  repositories  = "selected" # whichever the person needs
  justification = "Works on the chosen repositories from a laptop."
}

# A token for a person's own account has no target_name.
template "gist" {
  name         = "gist"
  description  = "Shares snippets as gists."
  expires_in   = 90
  permissions  = { gists = "write" }
  repositories = "none"
}

# A policy holds for every template.
policy "lifetime" {
  condition     = try(self.expires_in <= 180, false)
  error_message = "${self.name} must expire within 180 days."
}
