patctl {
  host = "ghe.com" # ERROR: Malformed host
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
