# The tokens of one service. The code of a service is in one repository.

variable "org" {
  type = string
}

variable "service" {
  type        = string
  description = "The name of the service's repository."

  # A token name can have at most 40 characters. "-release" takes eight of them.
  validation {
    condition     = length(var.service) <= 32
    error_message = "The name of a service can have at most 32 characters, because it is part of token names."
  }
}

variable "team" {
  type = string
}

variable "owners" {
  type        = list(string)
  description = "The users who can own the service's tokens."
}

variable "lifetime" {
  type = number
}

locals {
  repository = "${var.org}/${var.service}"
  labels     = { team = var.team, service = var.service, use = "automation" }
}

template "release" {
  name          = "${var.service}-release"
  description   = "Writes release notes for ${var.service} and publishes them."
  target_name   = var.org
  expires_in    = var.lifetime
  permissions   = { contents = "write" }
  repositories  = [local.repository]
  owners        = var.owners
  justification = "Releases of ${var.service}."
  endpoints = [
    "POST /repos/{owner}/{repo}/releases",
    "POST /repos/{owner}/{repo}/releases/generate-notes",
  ]
  labels = local.labels
}

template "deploy" {
  name          = "${var.service}-deploy"
  description   = "Downloads ${var.service} and records its deployments. It cannot push."
  target_name   = var.org
  expires_in    = var.lifetime
  permissions   = { contents = "read", deployments = "write" }
  repositories  = [local.repository]
  owners        = var.owners
  justification = "The deployment system of ${var.service}."
  endpoints = [
    "GET /repos/{owner}/{repo}/tarball/{ref}",
    "POST /repos/{owner}/{repo}/deployments",
    "POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
  ]
  labels = local.labels
}
