patctl {
  host = "https://github.com/" # ERROR: Malformed host | Did you mean "github.com"?
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
