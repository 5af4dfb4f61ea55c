patctl {
  required_version = ">= 0.1.0, < 1.0.0"
  host             = "octo-org.ghe.com"

  permission "new_thing" {
    display_name = "New thing"
    section      = "repository"
    levels       = ["write", "read"]
  }
}

variable "org" {
  type        = string
  default     = "octo-org"
  description = "The organization that owns the repositories."

  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.org))
    error_message = "The organization is a slug, which ${var.org} is not."
  }
}

variable "teams" {
  type = map(object({
    days     = optional(number, 30)
    services = optional(set(string), [])
    note     = optional(string)
  }))
  default = {
    web = {}
    api = { days = 90, services = ["gateway"] }
  }
  nullable = false
}

locals {
  # Declared after its use, and using a template.
  longer    = merge(local.read_repo, template.reader["web"].permissions, { contents = "write" })
  read_repo = { contents = "read", metadata = "read" }
}

template "reader" {
  for_each    = var.teams
  name        = "reader-${each.key}"
  description = "Reads for ${each.key}: ${coalesce(each.value.note, "no note")}."
  target_name = var.org
  expires_in  = each.value.days
  permissions = local.read_repo

  repositories  = [for s in each.value.services : "${var.org}/${s}"]
  owners        = ["octocat", "mona"]
  justification = "Reading"
  endpoints     = ["GET /repos/{owner}/{repo}/contents/{path}"]
  labels        = { team = each.key, days = each.value.days, absent = null }

  match {
    name        = "reader-${each.key}*"
    permissions = "at_most"
  }
}

template "writer" {
  name         = "writer"
  expires_in   = "none"
  permissions  = local.longer
  repositories = "all"

  match {
    permissions = "exact"
  }
}

template "forever_nothing" {
  for_each   = toset([])
  name       = each.key
  expires_in = null
}

organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["unused-token"]
    max_actions      = 50
    max_revoke_share = 0.25
  }
}

organization "octodemo" {}

policy "no-org-administration" {
  on            = ["template", "request", "token"]
  severity      = "warning"
  condition     = !can(self.permissions.organization_administration) || self.name == template.writer.name
  error_message = "${self.name} may not administer the organization."
}

rule "unused-token" {
  severity = "off"
  days     = 60
}

exception "legacy-ci" {
  organization = "octo-org"
  token_id     = 98716
  owner        = "mona*"
  name         = "legacy-?"
  template     = "template.writer"
  rules        = ["permission-extra"]
  reason       = "Moves to the release app, SEC-142"
  expires      = "2026-12-31"
}

serve {
  interval = "5m"
  max_age  = "1h30m"

  slack "security" {
    url_env       = "SLACK_WEBHOOK_URL"
    events        = ["pending", "denied", "failed"]
    organizations = [var.org]
    per_minute    = 30
    message       = "${self.owner} asks ${self.organization} for ${self.name}: ${join(" ", self.findings)} (${self.event} ${self.id}, ${self.url})"
  }

  slack "platform" {
    url_file = "/run/secrets/slack"
  }

  teams "platform" {
    url_file = "/run/secrets/teams"
    message  = null
  }

  issue "requests" {
    repository = "${var.org}/token-requests"
    labels     = ["token-request"]
  }

  webhook "siem" {
    url_env    = "SIEM_URL"
    secret_env = "SIEM_SECRET"
  }
}
