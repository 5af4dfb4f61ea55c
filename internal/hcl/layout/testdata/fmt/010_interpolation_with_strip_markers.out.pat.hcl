locals {
  a = var.a
  b = "x ${~var.a} y"
  c = "x ${var.a~} y"
}
