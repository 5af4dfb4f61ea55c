# A missing quote is said once, and nothing is said that only follows from it.
template "t" {
  name        = var.org
  permissions = local.read
}

variable "org" {
  default = "octo-org # ERROR: Invalid multi-line string | has no closing quote
}

locals {
  read = { contents = "read" }
}

template "u" {
  name = local.nowhere
}
