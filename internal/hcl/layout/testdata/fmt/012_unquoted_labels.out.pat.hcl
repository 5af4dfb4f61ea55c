template "release" {
}
module "ci" {
  source = "./teams/ci"
}
variable "org" {
  default = "octo-org"
}
policy "no-admin" {}
rule "unused-token" {
  days = 90
}
