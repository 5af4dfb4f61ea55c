patctl {
  host = "github.example.com" # WARNING: Host without documented links | GitHub Enterprise Server
}

template "t" {
  name        = "t"
  expires_in  = 30
  permissions = { contents = "read" }
}
