locals {
  a = template.base.permissions
  b = template.release["api"].name
  c = var.list[0].x
  d = var.list.0.x
  e = var.list[*].name
  f = var.list.*.name
  g = each.key
  h = local.m["a"]["b"]
  i = var.list[var.index + 1]
  j = module.ci["x"].template.reader["y"]
}
