package search

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
)

// queries are what people type, and the permission that they look for.
var queries = map[string]string{
	"ruleset": "administration", "rulesets": "administration", "org rulesets": "organization_administration", "branch protection": "administration",
	"codeowners": "contents", "sso": "organization_administration", "saml": "organization_administration", "clone": "contents", "git clone": "contents",
	"push": "contents", "git push": "contents", "pr": "pull_requests", "pull request": "pull_requests", "pull requests": "pull_requests", "review": "pull_requests",
	"merge pr": "pull_requests", "wiki": "contents", "webhook": "repository_hooks", "webhooks": "repository_hooks", "org webhooks": "organization_hooks",
	"organization hooks": "organization_hooks", "secret": "secrets", "secrets": "secrets", "org secrets": "organization_secrets", "environment secrets": "environments",
	"dependabot secrets": "dependabot_secrets", "codespaces secrets": "codespaces_secrets", "deploy key": "administration", "deploy keys": "administration",
	"actions": "actions", "workflow runs": "actions", "artifacts": "actions", "workflow": "workflows", "workflow file": "workflows", "trigger workflow": "actions",
	"runner": "organization_self_hosted_runners", "self-hosted runners": "organization_self_hosted_runners", "repo runner": "administration",
	"billing": "organization_administration", "collaborators": "administration", "audit log": "organization_administration", "team": "members", "teams": "members",
	"org members": "members", "ssh key": "keys", "signing key": "git_signing_ssh_public_keys", "gpg": "gpg_keys", "star": "starring", "watch": "watching",
	"follow": "followers", "email": "emails", "gist": "gists", "dependabot alerts": "vulnerability_alerts", "dependabot": "vulnerability_alerts", "codeql": "security_events",
	"code scanning": "security_events", "secret scanning": "secret_scanning_alerts", "advisory": "repository_advisories", "pages": "pages", "deployments": "deployments",
	"commit status": "statuses", "statuses": "statuses", "checks": "checks", "packages": "packages", "ghcr": "packages", "projects": "organization_projects",
	"discussions": "discussions", "codespace": "codespaces", "copilot": "organization_copilot_seat_management", "copilot metrics": "organization_copilot_metrics",
	"custom properties": "repository_custom_properties", "custom role": "organization_custom_org_roles", "merge queue": "merge_queues", "variables": "actions_variables",
	"org variables": "organization_actions_variables", "env": "environments", "release": "contents", "releases": "contents", "branch": "contents", "issues": "issues",
	"labels": "issues", "milestone": "issues", "create repo": "administration", "delete a repository": "administration", "topics": "administration", "fork": "administration",
	"invitations": "members", "attestation": "attestations", "pat": "organization_personal_access_tokens", "metadata": "metadata", "contents": "contents",
}

func TestFirst(t *testing.T) {
	if len(queries) < 60 {
		t.Fatalf("only %d queries", len(queries))
	}
	known := catalog.Default()
	for query, want := range queries {
		r := New(known, strings.Fields(query))
		permissions := known.Permissions()
		slices.SortStableFunc(permissions, func(a, b catalog.Permission) int { return cmp.Compare(r.Score(b), r.Score(a)) })
		if got := permissions[0].Name; got != want {
			t.Errorf("%q finds %s (%d) first, want %s", query, got, r.Score(permissions[0]), want)
		}
	}
}

// Every name that a synonym stands for exists, and no phrase has a plural that is
// taken off before it is looked up.
func TestSynonyms(t *testing.T) {
	for phrase, names := range synonyms {
		if got := strings.Join(normal([]string{phrase}), " "); got != phrase {
			t.Errorf("%q is looked up as %q", phrase, got)
		}
		for _, name := range names {
			if _, ok := catalog.Default().Permission(name); !ok {
				t.Errorf("%q stands for %q, which does not exist", phrase, name)
			}
		}
	}
}
