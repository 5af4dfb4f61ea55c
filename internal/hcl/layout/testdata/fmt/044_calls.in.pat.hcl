locals {
  a = merge ( local.read_repo , {contents="write"} )
  b = concat(var.lists ...)
  c = can( regex( "^a" , var.x ) )
  d = try(var.x.y,null,)
  e = jsonencode({a=[1,2,{b=3}]})
  f = permissions_for("GET /repos/{owner}/{repo}",
    "POST /repos/{owner}/{repo}/releases")
}
