template "ci" {
  name = "ci"
  # What the link cannot carry
  justification = "Reads the status of builds"
  // and who may hold it
  owners = ["octocat", "mona"]
  /* checked by the audit */
  repositories = "all"
}
