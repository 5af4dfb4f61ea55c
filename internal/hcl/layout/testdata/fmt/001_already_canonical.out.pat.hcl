template "release" {
  name        = "release"
  description = "Cuts releases."
  target_name = "octo-org"
  expires_in  = 90
  permissions = { contents = "write", metadata = "read" }
}
