rule "unused-tokens" { # ERROR: Unknown rule | Did you mean "unused-token"?
  severity = "error"
}

rule "no-admin" { # ERROR: Unknown rule | It is a policy. Set its severity in the policy block.
  severity = "off"
}

rule "never-expires" {
  days = 10 # ERROR: Unsupported setting of a rule | "unused-write" and "unused-repositories" do
}

rule "unused-token" {
  days = 0 # ERROR: Invalid limit | To turn off the rule, set severity = "off".
}

rule "expires-soon" {
  days     = 30
  severity = "warning"
}

policy "no-admin" {
  condition     = !can(self.permissions.organization_administration)
  error_message = "No."
}

rule "undeclared-token" {
  severity = "off" # ERROR: Rule cannot be turned off | Set "warning" or "notice"
}
