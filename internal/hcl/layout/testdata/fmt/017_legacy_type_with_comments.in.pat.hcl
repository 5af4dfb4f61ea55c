variable "a" {
  type = "list" # of logins
}
variable "b" {
  type = /* of logins */ map
  default="${local.x}"
}
variable "c" { type = "string" }
