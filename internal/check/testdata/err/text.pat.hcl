template "japanese" {
  name        = "日本語の名前日本語の名前日本語の名前日本語の名前日本語の名前日本語の名前日本語の名" # ERROR: Text too long | The name has 41 characters, and GitHub allows at most 40. Shorten it by 1.
  expires_in  = 30
  permissions = { contents = "read" }
}

template "japanese_that_fits" {
  name        = "日本語の名前日本語の名前日本語の名前日本語の名前日本語の名前日本語の名前日本語の"
  expires_in  = 30
  permissions = { contents = "read" }
}

locals {
  ten = "0123456789"
  hundred = join("", [local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten, local.ten])
}

template "description" {
  name        = "description"
  description = join("", [for i in range(11) : local.hundred]) # ERROR: Text too long | The description has 1100 characters, and GitHub allows at most 1024.
  expires_in  = 30
  permissions = { contents = "read" }
}

template "empty" {
  name        = "" # ERROR: Empty name
  expires_in  = 30
  permissions = { contents = "read" }
}

template "blank" {
  name        = " " # ERROR: Empty name
  expires_in  = 30
  permissions = { contents = "read" }
}

template "null" {
  name        = null # ERROR: Empty name
  expires_in  = 30
  permissions = { contents = "read" }
}

template "control" {
  name          = "a\u001b[31m"          # ERROR: Control character | Character 2 of "a\x1b[31m", in the argument "name", is U+001B
  description   = "cod\u202eesrever"     # ERROR: Control character | it changes the direction of text, so people read something other than what is there.
  justification = "tab\there"            # ERROR: Control character | a tab
  labels        = { "te\u2066am" = "a\nb" } # ERROR: Control character | U+2066 # ERROR: Control character | a line break
  expires_in    = 30
  permissions   = { contents = "read" }
}

template "more_control" {
  name          = "more\u2028control" # ERROR: Control character | must be one line
  description   = "\u0085"            # ERROR: Control character | U+0085
  expires_in    = 30
  permissions   = { contents = "read" }
}

template "long" {
  name        = "long"
  description = join("", [for i in range(1000) : "語"]) # WARNING: Long link | The link has 9105 bytes
  expires_in  = 30
  permissions = { contents = "read" }
}

template "heredoc" {
  name        = "a line\n" # ERROR: Line break at the end | chomp(...)
  expires_in  = 30
  permissions = { contents = "read" }
}
