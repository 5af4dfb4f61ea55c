locals {
  a  = local.x.y.z
  ab = "x"
  abc = [
    1,
  ]
  abcd = "y"
  abcde = {
    f  = 1
    gh = 2
  }
  i = 1
}
