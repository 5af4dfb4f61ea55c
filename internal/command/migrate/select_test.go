package migrate

import (
	"testing"

	"github.com/patctl/patctl/internal/migrate"
)

// TestTooMany: a report that would take too much memory is an error, and no smaller report.
func TestTooMany(t *testing.T) {
	templates := func(n, calls int) *migrate.Migration {
		token := &migrate.Token{Refused: make([]migrate.Call, calls)}
		for range n {
			token.Templates = append(token.Templates, &migrate.Template{})
		}
		return &migrate.Migration{Tokens: []*migrate.Token{token}}
	}
	for _, test := range []struct {
		m    *migrate.Migration
		want string
	}{
		{templates(maxTemplates, maxCalls), ""},
		{templates(maxTemplates+1, 0), "Too many templates"},
		{templates(0, maxCalls+1), "Too many calls"},
	} {
		got := ""
		if wrong := tooMany(test.m); wrong != nil {
			got = wrong.Summary
		}
		if got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
