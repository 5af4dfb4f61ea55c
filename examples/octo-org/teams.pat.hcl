# The tokens of each team stand in a module of its own, so that the team can
# change them without touching those of others. A module gets only what it is
# given here.

module "platform" {
  source = "./teams/platform"

  org      = var.org
  owners   = local.platform_team
  lifetime = local.by_machine
}

# One instance for each service. The address of a template in it is, for
# example, module.service["api"].template.release.
module "service" {
  source   = "./teams/service"
  for_each = var.services

  org      = var.org
  service  = each.key
  team     = each.value.team
  owners   = each.value.owners
  lifetime = each.value.lifetime
}
