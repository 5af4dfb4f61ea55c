# What the templates are for, and where they end.

request "a branch from a laptop" {
  name         = "pull-requests handbook"
  permissions  = template.pull_requests.permissions
  repositories = ["handbook"]
  reason       = "Fixes typos."

  expect {
    verdict  = "conforming"
    template = template.pull_requests
    findings = []
  }
}

request "a release of the api" {
  owner        = "mona"
  name         = "api-release"
  permissions  = { contents = "write" }
  repositories = ["api"]
  expires_in   = var.services.api.lifetime

  expect {
    verdict  = "conforming"
    template = module.service["api"].template.release
    findings = []
  }
}

# Only the owners of a service can have its tokens.
request "a release by somebody else" {
  owner        = "hubot"
  name         = "api-release"
  permissions  = { contents = "write" }
  repositories = ["api", "web"]

  expect {
    verdict  = "drifted"
    template = module.service["api"].template.release
    findings = ["owner-not-allowed", "repository-extra"]
  }
}

# The token can push, so it is more than the template.
token "a clone that pushes" {
  name        = "clone"
  permissions = { contents = "write" }

  expect {
    verdict  = "drifted"
    template = template.clone
    findings = ["permission-elevated"]
  }
}

# The rule "unused-token" allows four months.
token "not used for a quarter" {
  name        = "clone"
  permissions = template.clone.permissions
  days_unused = 91

  expect {
    findings = []
  }
}

token "not used for five months" {
  name        = "clone"
  permissions = template.clone.permissions
  days_unused = 150

  expect {
    verdict  = "conforming"
    findings = ["unused-token"]
  }
}

# The rule "expires-soon" reports it three weeks ahead.
token "expires in three weeks" {
  name        = "clone"
  permissions = template.clone.permissions
  expires_in  = 21

  expect {
    findings = ["expires-soon"]
  }
}

# The link of a template is in the documentation of the team, which must not get
# out of date.
link "https://github.com/settings/personal-access-tokens/new?name=gist&description=Shares+snippets+as+gists+from+the+command+line.&expires_in=90&gists=write" {
  expect {
    status   = "ok"
    template = template.gist
  }
}
