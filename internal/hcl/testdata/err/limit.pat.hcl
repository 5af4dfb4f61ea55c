locals {
  thousand = range(1000)
  billion  = length(setproduct(local.thousand, local.thousand, local.thousand)) # ERROR: Evaluation limit exceeded | Use fewer elements
}

template "t" {
  name        = "t-${local.billion}"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
