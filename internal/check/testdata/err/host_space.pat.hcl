patctl {
  host = "git hub.com" # ERROR: Malformed host | Set it to "github.com" or "SUBDOMAIN.ghe.com", without a scheme, port, or path.
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
