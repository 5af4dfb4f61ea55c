variable "org" {
  type    = string
  default = "octo-org"
  validation {
    condition     = can(regex("^[a-z0-9-]+$", var.org))
    error_message = "The organization is a slug: lower-case letters, digits and hyphens."
  }
}
