variable "organisation" {
  default = "octo-org"
}

locals {
  read_only = { contents = "read" }
  typo      = local.read_onli # ERROR: Reference to undeclared local value | Did you mean local.read_only?
  far       = local.zzz       # ERROR: Reference to undeclared local value | in this module
  whole     = keys(local)     # ERROR: Invalid reference | Write local.NAME
}

template "a" {
  name        = var.organization       # ERROR: Reference to undeclared variable | Did you mean var.organisation?
  description = vars.organisation      # ERROR: Invalid reference | Did you mean "var"?
  permissions = template.b.permissions # ERROR: Reference to undeclared template
  target_name = each.key               # ERROR: Invalid reference | only available in a block that has for_each
  owners      = [self.name]            # ERROR: Invalid reference | only available in the condition
  labels      = { a = module.ci.x }    # ERROR: Invalid reference | cannot refer to the templates of a module
  repositories = [local.typo, local.far, local.whole]
}

template "many" {
  for_each    = { x = 1 }
  name        = each.name            # ERROR: Reference to undeclared attribute | There is no attribute of each named "name".
  description = uper(each.key)       # ERROR: Call to unknown function | Did you mean "upper"?
  permissions = merge(local.read_only, 5) # ERROR: Invalid function argument | a map or an object is required, not a number
  target_name = template.a.targetname  # ERROR: Unsupported attribute
}

policy "p" {
  condition     = self.permision.contents == "read" # ERROR: Reference to undeclared attribute | Did you mean self.permissions?
  error_message = "No ${self.nane}."                # ERROR: Reference to undeclared attribute | Did you mean self.name?
}

rule "unused-token" {
  days = template.a.expires_in # ERROR: Invalid reference | only in locals, templates, module arguments, and policies
}
