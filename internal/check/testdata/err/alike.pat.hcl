template "many" {
  name         = "many"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = [for i in range(1001) : "octo-org/*-service-${i}-*"] # WARNING: Many globs with the same beginning and end | More than 1,000 globs have the same beginning and end as "*-service-1000-*".
}
