locals {
  a   = "{ not = \"a block\" }"
  bcd = "[ # no comment ]"
  e   = "/* none */"
  f   = "${var.x}}"
  g   = "{${var.x}"
}
