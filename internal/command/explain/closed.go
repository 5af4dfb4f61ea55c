package explain

import (
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/gap"
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
	way := gap.WayOf(e)
	return &closedCall{Why: cli.Optional(way.Why), Classic: cli.Optional(way.Classic), Next: way.Next}
}

// text says it in a sentence or several.
func (c *closedCall) text() string {
	text := "Fine-grained tokens can't call it."
	if c.Why != nil {
		text += " " + *c.Why
	}
	return text
}
