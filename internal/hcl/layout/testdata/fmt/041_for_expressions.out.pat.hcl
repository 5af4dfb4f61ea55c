locals {
  a = [for o in var.owners : upper(o)]
  b = { for k, v in local.services : k => v if v != "" }
  c = { for o in var.owners : o => o... }
  d = [for s in ["a", "b"] :
    {
      name = s
    }
    if s != "a"
  ]
  e = [
    for x in [1, 2] : x
  ]
}
