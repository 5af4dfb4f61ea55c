locals {
  a = "${
    var.a
  }"
  b = "${merge(
    local.x,
    local.y,
  )}"
  c = "${[
    "octocat",
  ]}"
  d = "${{
    contents = "read"
  }}"
  e = "${(
    var.e
  )}"
  f = "${var.x ?
    "a" :
    "b"}"
}
