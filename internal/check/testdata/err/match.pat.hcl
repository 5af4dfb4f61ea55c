template "empty" {
  name        = "empty"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "" } # ERROR: Malformed glob | It is empty.
}

template "stars" {
  name        = "stars"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "stars**" } # ERROR: Malformed glob
}

template "class" {
  name        = "class"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "class-[0-9]" } # ERROR: Malformed glob
}

template "escape" {
  name        = "escape"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "escape\\*" } # ERROR: Malformed glob
}

template "control" {
  name        = "control"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "contr\u0007ol" } # ERROR: Malformed glob
}

template "fine" {
  name        = "fine [x"
  expires_in  = 30
  permissions = { contents = "read" }
  match { name = "fine: 100 % of ?*" }
}

template "nothing" { # ERROR: Exact match without permissions
  name        = "nothing"
  expires_in  = 30
  permissions = {} # WARNING: No permissions
  match { permissions = "exact" }
}
