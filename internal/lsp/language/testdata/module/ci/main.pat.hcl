variable "org" {
  type = string
}

variable "days" {
  type        = number
  default     = 30
  description = "The lifetime."
}

template "status" {
  name = "ci-status"
}
