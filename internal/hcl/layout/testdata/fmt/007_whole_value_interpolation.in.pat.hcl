template "release" {
  name        = "${local.name}"
  target_name = "${ var.org }"
  description = "${upper("x")}"
  expires_in  = "${var.days + 1}"
  owners      = "${var.admins}" # those on call
  labels      = "${ { team = "release" } }"
}
