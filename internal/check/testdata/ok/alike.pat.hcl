# Globs with different ends are looked up.
template "many" {
  name         = "many"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = concat([for i in range(1000) : "octo-org/*-service-${i}-*"], [for i in range(1024) : "octo-org/*-service-${i}"], [for i in range(1024) : "octo-org/service-${i}-*"], ["*"])
}
