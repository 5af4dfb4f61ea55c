# Names that look the same are the same, however their accents are encoded.
variable "café" {
  default = "a"
}

variable "café" { # ERROR: Duplicate variable
  default = "b"
}

locals {
  café  = var.café
  café = var.café # ERROR: Duplicate local value
}

template "café" {
  name = local.café
}

template "café" { # ERROR: Duplicate template
  name = local.café
}
