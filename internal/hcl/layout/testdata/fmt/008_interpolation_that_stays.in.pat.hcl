template "release" {
  name        = "release-${each.key}"
  description = "${var.a}${var.b}"
  owners      = ["${var.owner}"]
  labels      = { team = "${var.team}" }
  repositories = concat(["${var.repo}"], ["x"])
  justification = ("${var.why}")
  expires_in  = var.short ? "${var.days}" : "${var.more}"
  endpoints = "${var.a}" == "${var.b}"
}
