# Test cases for the templates and policies in main.pat.hcl. Run them with:
#
#   patctl test

# A request as the template has it conforms.
request "clones the example" {
  name         = "clone-example"
  permissions  = { contents = "read" }
  repositories = ["example"]
  expires_in   = 90

  expect {
    verdict  = "conforming"
    template = template.clone
    findings = []
  }
}

# A template limits what a token with its name can have.
request "asks for more than the template has" {
  name         = "pull-requests"
  permissions  = merge(template.pull_requests.permissions, { administration = "write" })
  repositories = ["example"]

  expect {
    verdict  = "drifted"
    template = template.pull_requests
    findings = ["permission-extra"]
  }
}

# A token that nobody declared matches no template, and violates the policy.
token "never expires" {
  permissions = { issues = "write" }
  expires_in  = "none"

  expect {
    verdict  = "undeclared"
    template = null
    findings = ["never-expires", "policy:lifetime", "undeclared-token"]
  }
}
