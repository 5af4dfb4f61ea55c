package catalog

import (
	"strings"
	"testing"
)

func TestSuggestPermission(t *testing.T) {
	for word, want := range map[string]string{
		// Mistaken names, as seen in public links, in several spellings.
		"variables":         "actions_variables",
		"webhooks":          "repository_hooks",
		"Webhook":           "repository_hooks",
		"commit-statuses":   "statuses",
		"dependabot_alerts": "vulnerability_alerts",
		"copilot_requests":  "user_copilot_requests",
		// Labels of the form.
		"Pull requests":       "pull_requests",
		"Dependabot alerts":   "vulnerability_alerts",
		"Secrets":             "secrets", // also an organization's: the repository's is meant
		"Plan":                "plan",
		"self-hosted runners": "organization_self_hosted_runners",
		// Other spellings.
		"CONTENTS":           "contents",
		" pull-requests ":    "pull_requests",
		"issues_read":        "issues",
		"write:issues":       "issues",
		"org_secrets":        "organization_secrets",
		"repository_secrets": "secrets",
		"user_emails":        "emails",
		// Scopes of classic tokens, and short forms.
		"repo":      "contents",
		"gist":      "gists",
		"workflow":  "workflows",
		"admin:org": "organization_administration",
		"read:org":  "members",
		"pulls":     "pull_requests",
		// Slips of the pen.
		"contnets": "contents",
		"metdata":  "metadata",
		"statues":  "statuses",
		"variable": "actions_variables",
		// Nothing to suggest.
		"contents":                            "", // right as it is
		"packages":                            "", // only GitHub Apps can hold it
		"Packages":                            "",
		"package":                             "",
		"write:packages":                      "",
		"Personal access tokens":              "",
		"notifications":                       "",
		"id-token":                            "",
		"zzz":                                 "",
		"":                                    "",
		"___":                                 "",
		"\x1b[31m":                            "",
		strings.Repeat("contents", 1_000_000): "",
	} {
		if got := Default().SuggestPermission(word); got != want {
			t.Errorf("suggestion for %.40q: %q, want %q", word, got, want)
		}
	}
}

// A suggestion must be a name that can be written, whatever it is asked for.
func TestSuggestPermissionGivesUsableNames(t *testing.T) {
	words := []string{}
	for _, p := range Default().Permissions() {
		words = append(words, p.Name, p.DisplayName, p.Name+"s", strings.TrimSuffix(p.Name, "s"), strings.ToUpper(p.Name))
	}
	for other := range otherWords {
		words = append(words, other)
	}
	for _, word := range words {
		name := Default().SuggestPermission(word)
		p, ok := Default().Permission(name)
		if name != "" && (!ok || !p.Status.Usable() || p.Status == Alias) {
			t.Errorf("suggestion for %q: %q, which is %q", word, name, p.Status)
		}
	}
	for word, name := range otherWords {
		if got := Default().SuggestPermission(word); got != name {
			t.Errorf("suggestion for %q: %q, want %q", word, got, name)
		}
	}
}

func TestSuggestEndpoint(t *testing.T) {
	for text, want := range map[string]string{
		// Another method: one that changes something for one that does.
		"POST /repos/{o}/{r}": "PATCH /repos/{owner}/{repo}",
		"PUT /gists":          "POST /gists",
		"DELETE /user":        "PATCH /user",
		"POST /repos/{owner}/{repo}/contents/{path}": "PUT /repos/{owner}/{repo}/contents/{path}",
		// Misspelt words.
		"GET /repos/{o}/{r}/pull":                    "GET /repos/{owner}/{repo}/pulls",
		"GET /repos/{owner}/{repo}/Pulls":            "GET /repos/{owner}/{repo}/pulls",
		"POST /repos/{owner}/{repo}/issue":           "POST /repos/{owner}/{repo}/issues",
		"GET /user/emials":                           "GET /user/emails",
		"GET /orgs/{org}/member/{x}":                 "GET /orgs/{org}/members/{username}",
		"DELETE /repo/{owner}/{repo}/label/{number}": "DELETE /repos/{owner}/{repo}/labels/{name}",
		// Values, or GitHub's former notation, in the place of parameters.
		"GET /repos/octo-org/api/pulls":                "GET /repos/{owner}/{repo}/pulls",
		"GET /repos/{owner}/{repo}/contents/README.md": "GET /repos/{owner}/{repo}/contents/{path}",
		"GET /repos/:owner/:repo/pulls":                "GET /repos/{owner}/{repo}/pulls",
		// A segment is missing.
		"GET /{owner}/{repo}/pulls":           "GET /repos/{owner}/{repo}/pulls",
		"GET /repos/{owner}/pulls":            "GET /repos/{owner}/{repo}/pulls",
		"PUT /repos/{owner}/{repo}/contents":  "PUT /repos/{owner}/{repo}/contents/{path}",
		"POST /repos/{owner}/{repo}/contents": "PUT /repos/{owner}/{repo}/contents/{path}",
		// Nothing near.
		"GET /repos/{owner}/{repo}/frobnicate":   "",
		"GET /orgs/{org}/foo":                    "",
		"POST /nothing/at/all":                   "",
		"GET ":                                   "",
		"GET " + strings.Repeat("/x", 1_000_000): "",
		"GET /" + strings.Repeat("x", 1_000_000): "",
	} {
		method, path, _ := strings.Cut(text, " ")
		if got := Default().SuggestEndpoint(method, path); got != want {
			t.Errorf("suggestion for %.60q: %q, want %q", text, got, want)
		}
	}
}

func BenchmarkSuggestPermission(b *testing.B) {
	for b.Loop() {
		Default().SuggestPermission("contnets")
	}
}

func BenchmarkSuggestEndpoint(b *testing.B) {
	for b.Loop() {
		Default().SuggestEndpoint("GET", "/repos/{owner}/{repo}/pull")
	}
}

// A suggestion never points to a permission that grants something else. Where
// several may be meant, all are named.
func TestSuggestPermissions(t *testing.T) {
	for word, want := range map[string]string{
		"secret_scanning":     "secret_scanning_alerts",
		"organization_admin":  "organization_administration",
		"workflow_runs":       "actions",
		"org_administration":  "organization_administration",
		"webhook":             "repository_hooks organization_hooks",
		"Webhooks":            "repository_hooks organization_hooks",
		"hooks":               "repository_hooks organization_hooks",
		"organization_hook":   "organization_hooks",
		"repo_webhooks":       "repository_hooks",
		"variables":           "actions_variables organization_actions_variables",
		"Secrets":             "secrets organization_secrets",
		"secrets_read":        "secrets",
		"admin":               "administration organization_administration",
		"events":              "user_events organization_events",
		"custom_roles":        "organization_custom_org_roles organization_custom_roles",
		"dependabot":          "vulnerability_alerts dependabot_secrets organization_dependabot_secrets",
		"teams":               "members",
		"scanning_secrets":    "secret_scanning_alerts secret_scanning_bypass_requests secret_scanning_dismissal_requests",
		"user_gpg":            "gpg_keys",
		"pullrequests":        "pull_requests",
		"secret_scaning":      "secret_scanning_alerts secret_scanning_bypass_requests secret_scanning_dismissal_requests",
		"workflow_dispatches": "",
		"alerts":              "", // of five kinds
		"issues":              "",
	} {
		if got := strings.Join(Default().SuggestPermissions(word), " "); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got, want := Default().DidYouMean("hooks"), ` Did you mean "repository_hooks" or "organization_hooks"?`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
