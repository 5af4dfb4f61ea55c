locals {
  a   = f({ x = 1, yy = 2 }) # = not
  bcd = g(h == i)
  x   = { for k, v in { a = 1 } : k => v }
  # y = 1
  zzzz = "a = b"
}
