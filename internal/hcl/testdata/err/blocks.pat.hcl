templates "x" { # ERROR: Unsupported block type | Did you mean "template"?
}

output "x" { # ERROR: Unsupported block type
}

name = "x" # ERROR: Unsupported argument

template "a" {
  name        = "a"
  permission  = {} # ERROR: Unsupported argument
  target_nam  = "" # ERROR: Unsupported argument | Did you mean "target_name"?
  permissions = { contents = "read" }

  matches {} # ERROR: Unsupported block type | Did you mean "match"?
  match {}
  match {} # ERROR: Duplicate match block | blocks.pat.hcl:16:3
}

template "a" { # ERROR: Duplicate template | blocks.pat.hcl:9:1
  name = "again"
}

template "9 lives" { # ERROR: Invalid name of a template
  name = "cat"
}

template { # ERROR: Missing name for template
}

template "one" "two" { # ERROR: Extraneous label for template
}

template "nameless" { # ERROR: Missing required argument | It is the name of tokens
  permissions = {}
}

organization "octo-org" {
  review {}
  review {} # ERROR: Duplicate review block
}

organization "octo-org" {} # ERROR: Duplicate organization | An organization named

policy "p" { # ERROR: Missing required argument | "error_message"
  condition = true
}

rule "unused-token" {}
rule "unused-token" {} # ERROR: Duplicate rule

exception "e" { # ERROR: Missing required argument | "expires" # ERROR: Missing required argument | "reason"
}

variable "v" { # ERROR: Missing value of a variable # WARNING: Unused variable
}

variable "v" { # ERROR: Duplicate variable
}

locals {
  x = 1 # WARNING: Unused local value | local.x
}

locals {
  x = 2 # ERROR: Duplicate local value
}
