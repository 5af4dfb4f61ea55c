template "least" {
  name        = "least"
  expires_in  = 30
  permissions = { contents = "read" }
}
