package main

import (
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/page"
	"github.com/patctl/patctl/internal/serve/status"
)

// statusPage is the status page of patctl serve with --act: some requests were reviewed, and two
// wait for a person.
func statusPage(t *testing.T) string {
	t.Helper()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	var out strings.Builder
	err := page.Write(&out, page.Page{
		Now: now, Version: pictureVersion, Host: pat.DefaultHost, Acting: true,
		Configuration: page.Configuration{LoadedAt: ago(26 * time.Hour)},
		Readiness:     page.Readiness{OK: true},
		Organizations: []status.Organization{
			{
				Login: "octo-org", LookedAt: ago(40 * time.Second), CompleteAt: ago(40 * time.Second), Tokens: status.Tokens{Conforming: 214, Drifted: 3, Undeclared: 6, Excepted: 2},
				Requests: []status.Request{
					{ID: 8113, TokenName: "copy of admin", Owner: "octocat", Since: ago(50 * time.Minute), Verdict: pat.Undeclared, Nearest: "template.admin",
						Findings: []string{"No template matches. The closest is template.admin."}, Why: "The review block does not deny undeclared requests."},
					{ID: 8117, TokenName: "nightly-export", Owner: "hubot", Since: ago(3 * time.Hour), Verdict: pat.Excepted, Template: "template.export",
						Findings: []string{}, Why: "An exception covers what does not match. patctl approves only requests that match a template."},
				},
				Done: []status.Review{
					{At: ago(time.Minute), Action: pat.Approve, Kind: pat.KindRequest, ID: 8120, TokenName: "api-release", Owner: "mona", Verdict: pat.Conforming, Result: "done"},
					{At: ago(31 * time.Minute), Action: pat.Deny, Kind: pat.KindRequest, ID: 8109, TokenName: "ci-status", Owner: "mona", Verdict: pat.Drifted, Result: "done"},
					{At: ago(5 * time.Hour), Action: pat.Approve, Kind: pat.KindRequest, ID: 8103, TokenName: "docs-preview", Owner: "octocat", Verdict: pat.Conforming, Result: "done"},
				},
			},
			{Login: "octodemo", LookedAt: ago(2 * time.Minute), CompleteAt: ago(2 * time.Minute), Tokens: status.Tokens{Conforming: 12}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}
