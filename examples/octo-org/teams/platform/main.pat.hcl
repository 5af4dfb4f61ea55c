# Tokens for the people who run builds and webhooks. If a GitHub App can do the
# work, use an App instead: its tokens expire after an hour.

variable "org" {
  type = string
}

variable "owners" {
  type        = list(string)
  description = "The users who can own these tokens."
}

variable "lifetime" {
  type = number
}

locals {
  labels = { team = "platform", use = "automation" }

  # The API calls that secret rotation makes. They determine its permissions.
  rotation = [
    "GET /repos/{owner}/{repo}/actions/secrets/public-key",
    "PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}",
    "PATCH /repos/{owner}/{repo}/actions/variables/{name}",
  ]
}

template "runners" {
  name          = "self-hosted-runners"
  description   = "Registers, lists, and removes the organization's self-hosted runners."
  target_name   = var.org
  expires_in    = var.lifetime
  permissions   = { organization_self_hosted_runners = "write" }
  repositories  = "none"
  owners        = var.owners
  justification = "Scales the organization's runners."
  endpoints = [
    "GET /orgs/{org}/actions/runners",
    "POST /orgs/{org}/actions/runners/registration-token",
    "POST /orgs/{org}/actions/runners/generate-jitconfig",
    "DELETE /orgs/{org}/actions/runners/{runner_id}",
  ]
  labels = local.labels
}

template "rotate_secrets" {
  name          = "rotate-secrets"
  description   = "Replaces GitHub Actions secrets and variables in repositories. It cannot read secrets."
  target_name   = var.org
  expires_in    = var.lifetime
  permissions   = permissions_for(local.rotation)
  repositories  = ["${var.org}/api", "${var.org}/web"]
  owners        = var.owners
  justification = "Monthly rotation of build credentials."
  endpoints     = local.rotation
  labels        = local.labels
}

template "webhooks" {
  name         = "webhook-redelivery"
  description  = "Finds failed webhook deliveries and redelivers them."
  target_name  = var.org
  expires_in   = var.lifetime
  permissions  = { repository_hooks = "write" }
  repositories = ["${var.org}/api", "${var.org}/web"]
  owners       = var.owners
  endpoints = [
    "GET /repos/{owner}/{repo}/hooks",
    "GET /repos/{owner}/{repo}/hooks/{hook_id}/deliveries",
    "POST /repos/{owner}/{repo}/hooks/{hook_id}/deliveries/{delivery_id}/attempts",
  ]
  labels = local.labels
}
