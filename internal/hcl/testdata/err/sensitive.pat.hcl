variable "token" {
  default   = "hush"
  sensitive = true
}

locals {
  derived = "x-${var.token}"
  shown   = nonsensitive(var.token)
}

template "t" {
  name        = local.derived              # ERROR: Sensitive value in an argument | nonsensitive(...)
  permissions = { contents = var.token }   # ERROR: Sensitive value in an argument
  labels      = { shown = local.shown }
  expires_in  = parseint(var.token, 10)    # ERROR: Invalid function argument | it could contain a sensitive value
}
