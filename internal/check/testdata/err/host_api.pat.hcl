patctl {
  host = "api.octocorp.ghe.com" # ERROR: Malformed host | Did you mean "octocorp.ghe.com"?
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
