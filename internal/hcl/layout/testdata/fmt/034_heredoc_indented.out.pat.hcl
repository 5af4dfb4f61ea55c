template "a" {
  justification = <<-EOT
        one
          two
        EOT
  labels = {
    text = <<-TXT
            a = 1
              # no comment
        TXT
    x    = 1
  }
  name = "a"
}
