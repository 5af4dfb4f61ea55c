package catalog_test

import (
	"testing"

	"github.com/patctl/patctl/internal/catalog"
)

func TestOnlyPermission(t *testing.T) {
	for word, want := range map[string]string{
		"contents":         "contents",
		"Contents":         "contents",
		"pull-requests":    "pull_requests",
		"Pull requests":    "pull_requests",
		"pull_request":     "pull_requests",
		"issue":            "issues",
		"webhooks":         "repository_hooks",
		"variables":        "actions_variables",
		"workflow":         "workflows",
		"Commit Statuses":  "statuses",
		"copilot_requests": "user_copilot_requests",
		// Only likely, or nothing at all.
		"repo":             "",
		"admin":            "",
		"packages":         "",
		"package":          "",
		"frobnicate":       "",
		"pulls":            "",
		"sec":              "",
		"":                 "",
		"organization_adm": "",
	} {
		if got := catalog.Default().OnlyPermission(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

// TestOnlyPermissionAgreesWithSuggestion: what is certain is not something else
// than what is likely.
func TestOnlyPermissionAgreesWithSuggestion(t *testing.T) {
	c := catalog.Default()
	for _, p := range c.Permissions() {
		for i := range p.Name {
			word := p.Name[:i] + p.Name[i+1:]
			only, likely := c.OnlyPermission(word), c.SuggestPermission(word)
			if _, exists := c.Permission(word); !exists && only != "" && only != likely {
				t.Errorf("%q: only %q, likely %q", word, only, likely)
			}
		}
	}
}
