patctl {
  host = "github.example.com:8443" # ERROR: Malformed host | Did you mean "github.example.com"?
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
