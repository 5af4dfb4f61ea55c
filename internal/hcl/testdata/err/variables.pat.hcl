variable "required" { # ERROR: Missing value of a variable | PATCTL_VAR_required
  type = string
}

variable "source" { # ERROR: Reserved variable name
  default = ""
}

variable "for_each" { # ERROR: Reserved variable name
  default = ""
}

variable "number" {
  type    = number
  default = "many" # ERROR: Invalid variable default | "number"
}

variable "object" {
  type    = object({ a = string, b = optional(number) })
  default = { b = 1 } # ERROR: Invalid variable default | attribute "a" is required
}

variable "not_null" {
  default  = null # ERROR: Invalid variable default | cannot be null
  nullable = false
}

variable "kind" {
  type    = text # ERROR: Invalid type specification
  default = 1
}

variable "misspelt" { # WARNING: Unused variable
  type    = map(strng) # ERROR: Invalid type specification | Did you mean "string"?
  default = {}
}

variable "computed" {
  default = upper("x") # ERROR: Function calls not allowed
}

variable "words" {
  sensitive   = "perhaps"      # ERROR: Incorrect argument type
  nullable    = [true]         # ERROR: Incorrect argument type
  description = var.required   # ERROR: Variables not allowed
  defualt     = 1              # ERROR: Unsupported argument
  default     = ""
}

variable "checked" { # ERROR: Invalid value for variable | At least five characters.
  default = "abc"

  validation {
    condition     = length(var.checked) >= 5
    error_message = "At least five characters."
  }
  validation {
    condition     = var.checked != "" && length("${var.checked}") >= 0
    error_message = "Never."
  }
  validation {
    condition     = length("abc") > 5 # ERROR: Condition does not use variable
    error_message = "Never."
  }
  validation { # ERROR: Missing required argument
    condition = var.checked == ""
  }
  validation {
    condition     = length(var.checked) # ERROR: Invalid condition
    error_message = "Never."
  }
  validation {
    condition     = var.checked == "" ? true : null # ERROR: Invalid condition | is null
    error_message = "Never."
  }
}

variable "message" { # ERROR: Invalid value for variable
  default = "abc"

  validation {
    condition     = var.message == ""
    error_message = ["x"] # ERROR: Invalid error message
  }
}

locals {
  all = [var.required, var.source, var.for_each, var.number, var.object, var.not_null, var.kind, var.computed, var.words, var.checked, var.message]
}

template "t" {
  name   = "t"
  labels = { n = length(local.all) }
}
