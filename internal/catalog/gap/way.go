package gap

import (
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/scope"
)

// Way is what to do about an endpoint that is closed to fine-grained tokens.
type Way struct {
	Gap            // Next is never empty here
	Classic string // which scopes a classic token needs, in words; "": GitHub does not say
}

// WayOf says what to use instead for an endpoint that is closed to fine-grained tokens.
func WayOf(e catalog.Endpoint) Way {
	way := Way{Gap: Of(e), Classic: classicText(e)}
	if way.Next == "" {
		way.Next = nextStep(e.GitHubApp, way.Classic)
	}
	return way
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

// classicText lists the scopes that are enough for a classic token, or returns "".
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
