locals {
  a = merge({
    x = [
      1, 2
    ] }, {
    y = 2
  })
  b = [[
    1
    ], [
    2
  ]]
  c = f(g(h(
    1
  )))
  d = [{
    a = 1
    }, {
    b = 2
  }]
  e = foo([
    1], {
  b = 2 })
}
