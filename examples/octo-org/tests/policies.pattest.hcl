# A case for each policy on requests and tokens. If a policy stops working, its
# case fails. Policies on templates need none: patctl checks them against all
# templates in every run.

request "no administration of the organization" {
  name         = "org-admin"
  permissions  = { organization_administration = "read" }
  repositories = "none"

  expect {
    verdict  = "undeclared"
    findings = ["policy:no-organization-administration", "undeclared-token"]
  }
}

request "longer than the maximum lifetime" {
  name        = "clone"
  permissions = template.clone.permissions
  expires_in  = var.longest_lifetime + 1

  expect {
    verdict  = "drifted"
    template = template.clone
    findings = ["lifetime-exceeded", "policy:lifetime"]
  }
}

token "never expires" {
  name        = "clone"
  permissions = template.clone.permissions
  expires_in  = "none"

  expect {
    verdict  = "drifted"
    findings = ["never-expires", "policy:lifetime"]
  }
}

request "writes to all repositories" {
  name         = "pull-requests handbook"
  permissions  = template.pull_requests.permissions
  repositories = "all"

  expect {
    verdict  = "drifted"
    template = template.pull_requests
    findings = ["policy:write-to-chosen-repositories", "repositories-wider"]
  }
}

# Alerts can be read in all repositories.
token "reads all repositories" {
  owner        = "mona"
  name         = template.security_alerts.name
  permissions  = template.security_alerts.permissions
  repositories = "all"

  expect {
    verdict  = "conforming"
    template = template.security_alerts
    findings = []
  }
}
