# The tokens of each team are in a separate module, so that a team can change
# its tokens without affecting other teams. A module can use only the values
# that are passed to it here.

module "platform" {
  source = "./teams/platform"

  org      = var.org
  owners   = local.platform_team
  lifetime = local.by_machine
}

# One instance for each service. For example, the address of a template in the
# module is module.service["api"].template.release.
module "service" {
  source   = "./teams/service"
  for_each = var.services

  org      = var.org
  service  = each.key
  team     = each.value.team
  owners   = each.value.owners
  lifetime = each.value.lifetime
}
