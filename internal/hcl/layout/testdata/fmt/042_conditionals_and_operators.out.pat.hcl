locals {
  a = var.x ? 1 : 2
  b = var.x == 1 && !var.y || var.z
  c = 1 + 2 * 3 / 4 % 5 - 6
  d = -1
  e = -1
  f = 1 - 1
  g = 1 - -1
  h = (-1)
  i = !var.x
  j = a < b
  k = a >= b ? -1 : -2
  l = [-1, -1]
  m = f(-1, -1)
  n = 1.50e3
}
