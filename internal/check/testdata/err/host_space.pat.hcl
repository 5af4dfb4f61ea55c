patctl {
  host = "git hub.com" # ERROR: Malformed host | without a scheme, a port or a path.
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
