template "t" {
  name       = "t"
  expires_in = 30
  permissions = {
    contents      = "admin"      # ERROR: Unsupported level | It has "read" and "write".
    issues        = "none"       # ERROR: Unsupported level | To grant no access, remove the permission.
    actions       = ""           # ERROR: Unsupported level | To grant no access, remove the permission.
    deployments   = "Read"       # ERROR: Unsupported level | Did you mean "read"?
    pages         = "read-write" # ERROR: Unsupported level | Did you mean "write"?
    environments  = "wrte"       # ERROR: Unsupported level | Did you mean "write"?
    workflows     = "read"       # ERROR: Unsupported level | It has only "write".
    pull_requests = "sometimes"  # ERROR: Unsupported level | It has "read" and "write".
    secrets       = true         # ERROR: Unsupported level | It has "read" and "write".
    metadata      = "write"      # ERROR: Unsupported level | It has only "read".
  }
}

template "alias" {
  name        = "alias"
  expires_in  = 30
  permissions = { copilot_requests = "admin" } # ERROR: Unsupported level
}

template "admin" {
  name        = "admin"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { organization_custom_properties = "admin" }
}
