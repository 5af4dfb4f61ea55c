variable "a" {
  type = list(string) # of logins
}
variable "b" {
  type    = /* of logins */ map(any)
  default = local.x
}
variable "c" { type = string }
