template "a" {
  name        = "a"
  description = <<EOT
    Kept   as it is
  ${var.x} and %{if var.y} more %{endif}
EOT
  expires_in  = 90
}
