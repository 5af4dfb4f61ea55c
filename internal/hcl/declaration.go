package hcl

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
)

// Declaration is a template block of the root module in native syntax.
type Declaration struct {
	Name       string
	Range      diag.Range // the whole block
	References []string   // the objects that the block refers to, such as var.org, sorted
}

// Declarations are the template blocks of the root module in native syntax, sorted by name. Of
// two with the same name, it has the first.
func (c *Configuration) Declarations() []Declaration {
	var out []Declaration
	for _, name := range c.source.templateNames() {
		t := c.source.templates[name]
		if t.end == (hcl.Range{}) {
			continue
		}
		refs := map[string]bool{}
		args := maps.Clone(t.Args)
		if t.match != nil {
			for name, x := range t.match.Args {
				args["match."+name] = x
			}
		}
		for _, x := range args {
			for _, ref := range x.Refs {
				refs[ref.String()] = true
			}
		}
		out = append(out, Declaration{name, hcl.RangeBetween(t.Header, t.end), slices.Sorted(maps.Keys(refs))})
	}
	return out
}

// Refill gives back the steps that evaluation took, unless it used up all of them and was
// stopped. A process that judges again and again with one configuration calls it before each
// time: else many cheap evaluations would come to the limit.
func (c *Configuration) Refill() {
	if !c.budget.UsedUp() {
		c.budget.Reset(0)
	}
}

// Spent is how many steps evaluation took so far, of how many that it may take.
func (c *Configuration) Spent() (steps, limit int) { return c.budget.Spent(), c.budget.Limit() }
