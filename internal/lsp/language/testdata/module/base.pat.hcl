variable "org" {
  type        = string
  default     = "octo-org"
  description = "The organization that owns the *repositories*."
}

variable "services" {
  type = map(object({
    owners   = list(string)
    lifetime = optional(number, 90)
  }))
}

variable "secret" {
  default   = "hidden"
  sensitive = true
}

locals {
  read_code = { contents = "read" }
  teams     = { api = { owner = "mona" }, web = { owner = "hubot" } }
}

template "clone" {
  name         = "clone"
  description  = "Clones repositories."
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = local.read_code
  repositories = ["octo-org/api"]
  owners       = ["mona", "@octo-org/release"]
  labels       = { team = "api", tier = "1" }
}

template "release" {
  for_each = var.services
  name     = "release-${each.key}"
}

module "ci" {
  source = "./ci"
  org    = var.org
}

organization "octo-org" {}

policy "lifetime" {
  condition     = try(self.expires_in <= 180, false)
  error_message = "${self.name} must expire within 180 days."
}
