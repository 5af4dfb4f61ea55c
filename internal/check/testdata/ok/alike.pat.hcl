# Globs with different ends are looked up, and one that stands in many templates counts once.
template "many" {
  name         = "many"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = concat([for i in range(1000) : "octo-org/*-service-${i}-*"], [for i in range(1024) : "octo-org/*-service-${i}"], [for i in range(1024) : "octo-org/service-${i}-*"])
}

template "again" {
  for_each     = toset([for i in range(10) : "again ${i}"])
  name         = each.key
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["octo-org/*-service-7-*", "octo-org/service-*-${each.key == "again 7" ? 7 : 8}", "*"]
}
