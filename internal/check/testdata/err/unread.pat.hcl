# What could not be evaluated is reported, and nothing follows from it.
organization "octo-org" {
  review {
    approve = [var.nothing] # ERROR: Reference to undeclared variable
    deny    = "drifted" # ERROR: Incorrect argument type
  }
}

template "t" {
  name         = var.nothing # ERROR: Reference to undeclared variable
  target_name  = var.nothing # ERROR: Reference to undeclared variable
  expires_in   = "soon" # ERROR: Incorrect argument type
  permissions  = { members = var.nothing } # ERROR: Reference to undeclared variable
  repositories = var.nothing # ERROR: Reference to undeclared variable
  owners       = var.nothing # ERROR: Reference to undeclared variable
  match {
    name = var.nothing # ERROR: Reference to undeclared variable
  }
}

template "u" {
  name         = var.nothing # ERROR: Reference to undeclared variable
  expires_in   = 30
  permissions  = var.nothing # ERROR: Reference to undeclared variable
  repositories = "all"
}

template "v" {
  for_each    = var.nothing # ERROR: Reference to undeclared variable
  name        = each.key
  expires_in  = 30
  permissions = { contents = "read" }
}

template "w" { # ERROR: Missing required argument
  expires_in  = 30
  permissions = { contents = "read" }
}

exception "e" {
  template = "template.v[\"x\"]"
  owner    = var.nothing # ERROR: Reference to undeclared variable
  reason   = var.nothing # ERROR: Reference to undeclared variable
  expires  = "tomorrow" # ERROR: Invalid date
}

exception "f" { # ERROR: Missing required argument # ERROR: Missing required argument
  token_id = 1
}

policy "of_what_was_not_read" {
  condition     = self.permissions.contents != "" && self.name != null && self.organization != null && self.expires_in != null
  error_message = "Follows from what could not be evaluated."
}
