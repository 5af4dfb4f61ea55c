locals {
  all = {
    actions = "write", contents = "write",
    issues  = "read", metadata = "read",
    checks  = "read"
  }
  rows = [
    ["a", "b"],
    ["ccc", "d"],
  ]
}
