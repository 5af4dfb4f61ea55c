locals {
  a = {}
  b = { }
  c = []
  d = [ ]
  e = {
  }
  f = [
  ]
  g = toset( [ ] )
}
