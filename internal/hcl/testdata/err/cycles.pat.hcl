locals {
  one   = local.two # ERROR: Cycle of references | local.one -> local.two -> local.three -> local.one
  two   = local.three
  three = [local.one]

  self = local.self # ERROR: Cycle of references | local.self -> local.self

  name = template.loop.name # ERROR: Cycle of references | local.name -> template.loop -> local.name
}

template "loop" {
  name = local.name
}

template "itself" { # ERROR: Cycle of references | template.itself -> template.itself
  name        = "itself"
  description = template.itself.name
}
