package explain

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/cli"
)

// closedCall says why fine-grained tokens cannot make a call, and what to do.
type closedCall struct {
	Why     *string `json:"why"`     // null: only GitHub's data says that it is closed
	Classic *string `json:"classic"` // which scopes a classic token needs, in words; null: GitHub does not say
	Next    string  `json:"next"`
}

// closedFor describes an endpoint that is closed to fine-grained tokens; nil for others.
func closedFor(e catalog.Endpoint) *closedCall {
	if e.FineGrained != catalog.FineGrainedNo {
		return nil
	}
	closed, classic := gap.Of(e), classicText(e)
	out := &closedCall{Why: cli.Optional(closed.Why), Classic: cli.Optional(classic), Next: closed.Next}
	if out.Next == "" {
		out.Next = nextStep(e.GitHubApp, classic)
	}
	return out
}

// nextStep says which token to use instead.
func nextStep(app bool, classic string) string {
	switch {
	case app && classic != "":
		return "Use a GitHub App, or a classic token with " + classic + "."
	case app:
		return "Use a GitHub App."
	case classic != "":
		return "Use a classic token with " + classic + "."
	}
	return "Look in GitHub's documentation for the tokens that it takes."
}

// classicText names the scopes, one of which a classic token needs, or is "".
func classicText(e catalog.Endpoint) string {
	var texts []string
	for _, r := range scope.Of(e.Method, e.Path) {
		var alternatives []string
		for _, all := range r.Scopes {
			alternatives = append(alternatives, strings.Join(all, " and "))
		}
		text := strings.Join(alternatives, " or ")
		if text == "" {
			continue
		}
		if r.When != "" && r.When != "always" {
			text += " (" + r.When + ")"
		}
		texts = append(texts, text)
	}
	if texts == nil {
		return ""
	}
	return "the scope " + strings.Join(texts, ", or ")
}

// text says it in a sentence or several.
func (c *closedCall) text() string {
	text := "Fine-grained tokens can't call it."
	if c.Why != nil {
		text += " " + *c.Why
	}
	return text
}
