# Values that differ between organizations. To see the links for another one, run
# `patctl render --var org=octodemo`.

patctl {
  required_version = ">= 0.1.0"
}

variable "org" {
  type        = string
  default     = "octo-org"
  description = "The organization that owns the repositories."

  validation {
    condition     = can(regex("^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", var.org)) && length(var.org) <= 39
    error_message = "An organization login has at most 39 letters, digits, and single hyphens between them."
  }
}

variable "longest_lifetime" {
  type        = number
  default     = 180
  description = "The maximum lifetime of a token in days."

  validation {
    condition     = var.longest_lifetime >= 1 && var.longest_lifetime <= 366
    error_message = "GitHub supports lifetimes of 1 to 366 days."
  }
}

variable "services" {
  description = "The services, by repository name."
  type = map(object({
    team     = string
    owners   = list(string)
    lifetime = optional(number, 90)
  }))
  default = {
    api = { team = "backend", owners = ["octocat", "mona"] }
    web = { team = "frontend", owners = ["hubot"], lifetime = 60 }
  }

  validation {
    condition     = alltrue([for service in var.services : length(service.owners) > 0])
    error_message = "Each service requires at least one owner for its tokens."
  }
}
