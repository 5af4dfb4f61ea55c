module "ci" {
  source = "./teams/ci"
  org    = var.org
  for_each = {
    api = "octo-org/api"
    web = "octo-org/web"
  }
}
module "reader" { source = "./reader" }
