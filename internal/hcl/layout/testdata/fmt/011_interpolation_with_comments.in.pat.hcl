locals {
  a = "${ /* why */ var.a }"
  b = "${var.b /* why */}"
  c = "${var.c}" /* why */
  d = /* why */ "${var.d}"
  e = "${
    # why
    var.e + (
      1
    )
  }"
}
