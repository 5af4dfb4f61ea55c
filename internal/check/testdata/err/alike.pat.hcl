template "many" {
  name         = "many"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = [for i in range(1001) : "octo-org/*-service-${i}-*"] # WARNING: Many globs with the same beginning and end | more than 1000 globs such as "*-service-1000-*", which differ only
}
