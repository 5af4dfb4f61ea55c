template "many" {
  for_each    = toset(["web", "api"])
  name        = each.key
  permissions = { contents = "read" }
}

template "counted" {
  count       = 2 # ERROR: Unsupported argument | Use for_each
  name        = "t-${count.index}"
  permissions = { contents = "read" }
}

template "uncounted" {
  name = "t-${count.index}" # ERROR: Invalid reference
}

locals {
  one  = template.many.permissions # ERROR: Unsupported attribute | The keys are "api", "web".
  two  = template.many.addres      # ERROR: Unsupported attribute
  all  = { for key, t in template.many : key => t.permissions }
}

template "t" {
  name   = "t"
  labels = { all = "${length(local.one)}${local.two}${length(local.all)}" }
}
