template "ci" {
  name       = "ci"
  expires_in = 30

  justification = "Reads the status of builds"
  repositories  = "all"
}
