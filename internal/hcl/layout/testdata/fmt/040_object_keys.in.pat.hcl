locals {
  a = {
    contents = "read"
    "pull_requests" = "write"
    (var.key) = "read"
    "${var.prefix}_x" = "read"
    long_name_of_a_permission : "write"
    b:"c"
    1 = "one"
    nested = { x = 1 }
    (var.a ? "b" : "c") = [
      1
    ]
    z = 26
  }
}
