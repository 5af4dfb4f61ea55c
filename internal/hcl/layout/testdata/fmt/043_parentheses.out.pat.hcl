locals {
  a = (1 + 2) * 3
  b = (
    var.x
    + var.y
  )
  c = ((var.x))
  d = ( # why
  var.x)
  e = merge(
    local.a,
    { contents = "write" },
  local.b)
  f = merge(local.a, {
    contents = "write"
    }, {
    issues = "read"
  })
}
