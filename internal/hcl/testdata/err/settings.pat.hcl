patctl {
  required_version = "newest" # ERROR: Invalid version constraint
  host             = "octo-org.ghe.com"

  permission "new_one" {
    section = "repo" # ERROR: Invalid section
    levels  = ["read"]
  }
  permission "new_two" {
    section = "repository"
    levels  = ["read", "all"] # ERROR: Invalid level | read, write or admin
  }
  permission "new_three" {
    section = "account"
    levels  = [] # ERROR: Invalid level | at least one
  }
  permission "new_four" {
    section = "account"
    levels  = "read" # ERROR: Incorrect argument type
  }
  permission "new_five" { # ERROR: Missing required argument
    section = "account"
  }
  permission "new six" { # ERROR: Invalid name of a permission
    section = "account"
    levels  = ["read"]
  }
  permission "new_seven" {
    section = "account"
    levels  = ["read"]
  }
  permission "new_seven" { # ERROR: Duplicate permission
    section = "account"
    levels  = ["write"]
  }
  permission "new_eight" {
    section = "account"
    levels  = null # ERROR: Required argument is null | "levels" is required
  }
  permission "new_nine" {
    section = null # ERROR: Required argument is null
    levels  = ["read"]
  }
  permission "contents" { # WARNING: Permission already in the catalog | Remove it when
    section = "repository"
    levels  = ["read", "write"]
  }
  permission "packages" { # WARNING: Permission already in the catalog | fine-grained tokens cannot have the permission
    section = "repository"
    levels  = ["read"]
  }
}

patctl {
  required_version = ">= 9.0.0" # ERROR: Unsupported version of patctl | this is version 0.3.0
  host             = "github.com" # ERROR: Duplicate host | settings.pat.hcl:3
}

patctl {
  required_version = "" # ERROR: Invalid version constraint
}

patctl {
  host = local.host # ERROR: Variables not allowed
}

locals {
  host = "x" # WARNING: Unused local value
}
