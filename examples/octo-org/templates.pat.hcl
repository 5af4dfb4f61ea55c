# Tokens for everyone in the organization. The tokens of each team are in the
# team's module, in the teams directory.

# ---- Code ----

template "clone" {
  name         = "clone"
  description  = "Clones and fetches repositories, and reads files over the API. It cannot push."
  target_name  = var.org
  expires_in   = local.by_machine
  permissions  = { contents = "read" }
  repositories = "selected"
  endpoints = [
    "GET /repos/{owner}/{repo}/contents/{path}",
    "GET /repos/{owner}/{repo}/tarball/{ref}",
  ]
  labels = { team = "everyone", use = "code" }
}

# This template has no endpoints, because git push is not a REST API call.
template "pull_requests" {
  name          = "pull-requests"
  description   = "Pushes branches and opens pull requests. It cannot change workflows."
  target_name   = var.org
  expires_in    = local.by_hand
  permissions   = merge(template.clone.permissions, { contents = "write", pull_requests = "write" })
  repositories  = "selected"
  justification = "Works on the selected repositories from a laptop."
  labels        = { team = "everyone", use = "code" }

  # People add the purpose of the token to its name: "pull-requests handbook".
  match {
    name = "pull-requests*"
  }
}

template "ci_status" {
  name         = "ci-status"
  description  = "Reports the result of an external build as a commit status."
  target_name  = var.org
  expires_in   = local.by_machine
  permissions  = { statuses = "write" }
  repositories = ["${var.org}/api", "${var.org}/web", "${var.org}/infra-*"]
  endpoints = [
    "POST /repos/{owner}/{repo}/statuses/{sha}",
    "GET /repos/{owner}/{repo}/commits/{ref}/status",
  ]
  labels = { team = "everyone", use = "automation" }
}

template "pages" {
  for_each     = local.sites
  name         = "pages-${each.key}"
  description  = "Requests a new build of the ${each.key} site."
  target_name  = var.org
  expires_in   = local.by_machine
  permissions  = { pages = "write" }
  repositories = ["${var.org}/${each.key}"]
  endpoints = [
    "POST /repos/{owner}/{repo}/pages/builds",
    "GET /repos/{owner}/{repo}/pages",
  ]
  labels = { team = "docs", use = "automation" }
}

# ---- Issues ----

template "issue_triage" {
  name         = "issue-triage"
  description  = "Labels, assigns, comments on, and closes issues. It cannot read code."
  target_name  = var.org
  expires_in   = local.by_machine
  permissions  = { issues = "write" }
  repositories = "selected"
  endpoints = [
    "GET /repos/{owner}/{repo}/issues",
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  ]
  labels = { team = "support", use = "automation" }
}

# ---- The organization ----

template "security_alerts" {
  name          = "security-alerts"
  description   = "Reads code scanning, Dependabot, and secret scanning alerts in all repositories."
  target_name   = var.org
  expires_in    = local.by_hand
  repositories  = "all"
  owners        = local.platform_team
  justification = "Weekly report of open alerts."
  permissions = {
    secret_scanning_alerts = "read"
    security_events        = "read" # code scanning alerts
    vulnerability_alerts   = "read" # Dependabot alerts
  }
  endpoints = [
    "GET /orgs/{org}/code-scanning/alerts",
    "GET /orgs/{org}/dependabot/alerts",
    "GET /orgs/{org}/secret-scanning/alerts",
  ]
  labels = { team = "security", use = "report" }

  # Leaked secrets are sensitive, so this token must not have other permissions.
  match {
    permissions = "exact"
  }
}

template "copilot_seats" {
  name         = "copilot-seats"
  description  = "Lists the users of GitHub Copilot seats, and when each seat was last used."
  target_name  = var.org
  expires_in   = local.by_machine
  permissions  = { organization_copilot_seat_management = "read" }
  repositories = "none"
  owners       = local.platform_team
  endpoints = [
    "GET /orgs/{org}/copilot/billing",
    "GET /orgs/{org}/copilot/billing/seats",
  ]
  labels = { team = "platform", use = "report" }
}

template "members_audit" {
  name         = "members-audit"
  description  = "Lists members, outside collaborators, and teams for the quarterly access review."
  target_name  = var.org
  expires_in   = local.by_hand
  permissions  = { members = "read" }
  repositories = "none"
  owners       = local.platform_team
  endpoints = [
    "GET /orgs/{org}/members",
    "GET /orgs/{org}/outside_collaborators",
    "GET /orgs/{org}/teams",
    "GET /orgs/{org}/teams/{team_slug}/members",
  ]
  labels = { team = "security", use = "report" }
}

# ---- Your own account ----

# No target_name, because gists belong to a person and not to the organization.
template "gist" {
  name         = "gist"
  description  = "Shares snippets as gists from the command line."
  expires_in   = local.by_machine
  permissions  = { gists = "write" }
  repositories = "none"
  endpoints    = ["POST /gists", "PATCH /gists/{gist_id}"]
  labels       = { team = "everyone", use = "personal" }
}
