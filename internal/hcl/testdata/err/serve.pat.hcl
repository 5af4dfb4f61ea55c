organization "octo-org" {}

variable "hidden" {
  default   = "HIDDEN"
  sensitive = true
}

locals {
  age = 5
}

serve {
  interval = "10s"    # ERROR: Invalid interval | from 1m to 24h
  max_age  = "30"     # ERROR: Invalid duration | "90s", "10m", or "1h30m"
  address  = ":8080"  # ERROR: Unsupported argument | "address"

  slack "security" {
    url_env    = "SLACK_URL"
    per_minute = 0 # ERROR: Invalid limit | from 1 to 1000, and cannot be 0
    message    = self.nothing # ERROR: Reference to undeclared attribute | "nothing"
  }

  slack "security" { # ERROR: Duplicate slack block | A slack block named "security" is already declared
    url_env = "SLACK_URL"
  }

  slack "https://hooks.slack.com/services/T0/B0/x" {} # ERROR: Secret in the configuration | is not shown

  slack "two words" { # ERROR: Invalid name of a slack block
    url_env = "SLACK_URL"
  }

  teams "security" {} # ERROR: Missing URL | url_env = "TEAMS_URL"

  teams "both" {
    url_env  = "TEAMS_URL"
    url_file = "/run/secrets/teams" # ERROR: Conflicting arguments | Only one of url_env and url_file
  }

  teams "value" {
    url_env = "https://example.com/workflows/1?sig=x" # ERROR: Secret in the configuration | set "url_env" to its name
  }

  teams "file" {
    url_file = "https://example.com/workflows/1?sig=x" # ERROR: Secret in the configuration | set "url_file" to its path
  }

  teams "empty" {
    url_file = " " # ERROR: Invalid path
    events   = ["pending", null] # ERROR: Incorrect argument type | element 1 is not a string
  }

  teams "url" {
    url_env = "TEAMS_URL"
    url     = "https://example.com/workflows/1?sig=x" # ERROR: Unsupported argument | Set url_env to the name of an environment variable
  }

  issue "requests" {
    repository = "octo-org/token-requests"
    url_env    = "URL" # ERROR: Unsupported argument
    message    = self.onwer # ERROR: Reference to undeclared attribute | Did you mean self.owner?
  }

  issue "nowhere" {} # ERROR: Missing required argument | repository

  webhook "siem" {
    url_env     = "$SIEM_URL" # ERROR: Invalid name of a variable | without the dollar sign
    secret_env  = "SIEM_SECRET"
    secret_file = "/run/secrets/siem" # ERROR: Conflicting arguments | Only one of secret_env and secret_file
    per_minute  = 1001 # ERROR: Invalid limit | cannot be 1001
  }

  webhook "token" {
    url_env    = "SIEM_URL"
    secret_env = "ghp_0123456789abcdefghijklmnopqrstuvwxyz" # ERROR: Secret in the configuration | looks like a URL or a token
  }

  webhook "random" {
    url_env    = var.hidden # ERROR: Sensitive value in an argument
    secret_env = "c2VjcmV0c2VjcmV0c2VjcmV0MTIz" # ERROR: Secret in the configuration
  }

  webhook "texts" {
    url_env = "1URL" # ERROR: Invalid name of a variable | does not start with a digit
    message = "Token: ${var.hidden}" # ERROR: Invalid message | sensitive
  }

  webhook "numbers" {
    url_env = "URL"
    message = self.findings # ERROR: Invalid message | must be a string
  }

  webhook "blank" {
    url_env = "URL"
    message = " " # ERROR: Invalid message | The message is empty
  }

  webhook "long" {
    url_env = "URL"
    message = join("", [for i in range(1000) : "${local.age}é-x"]) # ERROR: Message too long | 4000 or more characters
  }

  webhook "failed" {
    url_env = "URL"
    message = self.event == "failed" ? tostring(tonumber(self.detail)) : "x" # ERROR: Invalid function argument
    events  = each.value # ERROR: Invalid reference
  }

  webhook "whole" {
    url_env = "URL"
    message = jsonencode(self) # ERROR: Invalid reference | cannot be used as a whole
    events  = [self.event] # ERROR: Invalid reference | in the message of a review or of a block in serve
  }

  email "security" { # ERROR: Unsupported block type
    url_env = "URL"
  }
}

serve {} # ERROR: Duplicate serve block | serve.pat.hcl:12
