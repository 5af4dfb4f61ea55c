template "ci" {
  name = "ci"
  match {
    name = "ci-*"
    permissions = "at_most"
  }
  justification = "builds"
  x = 1
}
