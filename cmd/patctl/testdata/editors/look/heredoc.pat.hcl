template "reader" {
  name        = "reader"
  description = <<-EOT
      Text { that [ is ( not indented,
    with "quotation marks and # no comments.
  EOT
  expires_in  = 30
  permissions = merge({ contents = "read" }, {
    issues = "write"
  })
  /* A comment { with
     brackets. */
  repositories = [
    "octo-org/a", # }
    "octo-org/${upper("b")}",
  ]
}
