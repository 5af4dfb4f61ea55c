package argument_test

import (
	"testing"

	"github.com/patctl/patctl/internal/hcl/argument"
)

func TestLooksSecret(t *testing.T) {
	for text, want := range map[string]bool{
		"https://example.com/x":                    true,
		"  HTTPS://example.com":                    true,
		"hooks.slack.com/services/T0/B0/x":         true,
		"ghp_abc":                                  true,
		"github_pat_11AAA":                         true,
		"xoxb-1-2":                                 true,
		"c2VjcmV0c2VjcmV0c2VjcmV0MTIz":             true,
		"0123456789abcdef0123456789abcdef01234567": true,

		"":                               false,
		"SLACK_WEBHOOK_URL":              false,
		"SLACKWEBHOOKURLOFPRODUCTION2":   false,
		"slack_url":                      false,
		"/run/secrets/slack":             false,
		"secrets/slack-webhook-url-2026": false,
		"platform-team-alerts-2026":      false,
		"platformteamalertsandreviews":   false,
		"token-requests":                 false,
		"ghost":                          false,
	} {
		if got := argument.LooksSecret(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
