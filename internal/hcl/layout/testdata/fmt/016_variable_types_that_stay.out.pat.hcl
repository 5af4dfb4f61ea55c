variable "a" {
  type = "any"
}
variable "b" {
  type = "number"
}
variable "c" {
  type = "${list}"
}
variable "d" {
  type = ("string")
}
variable "e" {
  type = any
}
variable "f" {
  type = object({ name = string, days = optional(number, 30), tags = list(string) })
}
variable "g" {
  type = "set"
}
locals {
  type = "string"
}
patctl {
  variable "h" {
    type = "list"
  }
}
