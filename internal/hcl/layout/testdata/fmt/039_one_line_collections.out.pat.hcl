locals {
  a = { contents = "read", metadata = "read" }
  b = ["a", "b", "c", ]
  c = { contents : "read", metadata : "read" }
  d = [[1, 2], [3]]
  e = [{ a = 1 }, { b = 2 }]
  f = { a = { b = { c = 1 } } }
}
