package program_test

import (
	"testing"

	"github.com/patctl/patctl/internal/calls/program"
)

func TestIsDocument(t *testing.T) {
	for text, want := range map[string]bool{
		"query { viewer { login } }":                                  true,
		"mutation($id: ID!) { closeIssue(input: {issueId: $id}) {} }": true,
		"{ viewer { login } }":                                        true,
		`{ repository(owner: "octo-org", name: "api") { id } }`:       true,
		`{ open: repository(owner: "octo-org") { id } }`:              true,
		"{ rateLimit { cost } ...Fields }":                            true,
		`{ "query": { "viewer": 1 } }`:                                false,
		"{ name: { first: 'x' } }":                                    false,
		"a { color: red } b { color: blue }":                          false,
		"{ color: red; b { color: blue } }":                           false,
		"{owner}/{repo}":                                              false,
	} {
		if got := program.IsDocument(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}
