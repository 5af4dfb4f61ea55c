template "a" {
name="a"

  # comment
expires_in=1 # day
  description = <<EOT
 one
EOT
}
