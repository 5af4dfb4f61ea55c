template "t" {
  name       = "t"
  expires_in = 30
  permissions = {
    contnts                     = "read"  # ERROR: Unknown permission | Did you mean "contents"?
    "Pull requests"             = "read"  # ERROR: Unknown permission | Did you mean "pull_requests"?
    xyzzy_plugh                 = "read"  # ERROR: Unknown permission | patctl catalog
    variables                   = "write" # ERROR: Unknown permission | Did you mean "actions_variables" or "organization_actions_variables"?
    webhooks                    = "write" # ERROR: Unknown permission | Did you mean "repository_hooks" or "organization_hooks"?
    packages                    = "read"  # ERROR: Permission only for GitHub Apps | Only GitHub Apps can have the permission "packages" (Packages).
    organization_personal_access_tokens = "read" # ERROR: Permission only for GitHub Apps
    checks                      = "read"  # WARNING: Disputed permission | another saw it ignored
    contents                    = "write"
  }
}

template "alias" {
  name        = "alias"
  expires_in  = 30
  permissions = { copilot_requests = "write" } # WARNING: Old name of a permission | The link contains user_copilot_requests=read.
}

template "alias_with_the_level_of_the_right_name" {
  name        = "alias 2"
  expires_in  = 30
  permissions = { copilot_requests = "read" } # WARNING: Old name of a permission | user_copilot_requests
}

locals {
  elsewhere = { contens = "read" }
}

template "from_elsewhere" {
  name        = "from elsewhere"
  expires_in  = 30
  permissions = local.elsewhere # ERROR: Unknown permission | "contens"
}
