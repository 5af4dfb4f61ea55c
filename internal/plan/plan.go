package plan

import (
	"cmp"
	"slices"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Action is what happens to a template.
type Action string

// The actions.
const (
	Create Action = "create"
	Update Action = "update"
	Delete Action = "delete"
)

// Change is what happens to the template at one address.
type Change struct {
	Address     string
	Action      Action
	Before      *pat.Template // nil for Create
	After       *pat.Template // nil for Delete
	Escalations []Escalation  // of an update: a new template is seen as a whole
	Why         string        // of a deletion; "" where it is not known
}

// Diff is what lies between two states.
type Diff struct {
	Changes   []Change // sorted by address
	Unchanged int      // templates that are the same in both
}

// After is the state that a configuration declares.
type After struct {
	Templates []pat.Template  // each address once
	Declared  map[string]bool // as hcl.Configuration has it; nil: nothing is said about why
	Catalog   *catalog.Catalog
}

// Declared returns the state that a configuration declares.
func Declared(cfg *hcl.Configuration) After {
	return After{Templates: TemplatesOf(cfg), Declared: cfg.Declared, Catalog: cfg.Catalog}
}

// TemplatesOf returns the templates of a configuration, sorted by address.
func TemplatesOf(cfg *hcl.Configuration) []pat.Template {
	list := make([]pat.Template, 0, len(cfg.Templates))
	for _, t := range cfg.Templates {
		list = append(list, t.Template)
	}
	return list
}

// Compare returns the changes that lead from the templates before to those after. Each
// address occurs once in each of them, and their order does not matter.
func Compare(before []pat.Template, after After) Diff {
	old, declared := byAddress(before), byAddress(after.Templates)
	var d Diff
	for address, b := range old {
		if a, ok := declared[address]; ok {
			d.update(b, a, after.Catalog)
			continue
		}
		d.Changes = append(d.Changes, Change{Address: address, Action: Delete, Before: b, Why: why(address, declared, after.Declared)})
	}
	for address, a := range declared {
		if old[address] == nil {
			d.Changes = append(d.Changes, Change{Address: address, Action: Create, After: a})
		}
	}
	slices.SortFunc(d.Changes, func(a, b Change) int { return cmp.Compare(a.Address, b.Address) })
	return d
}

func (d *Diff) update(before, after *pat.Template, c *catalog.Catalog) {
	if len(Attributes(before, after).Changed) == 0 {
		d.Unchanged++
		return
	}
	d.Changes = append(d.Changes, Change{
		Address: after.Address, Action: Update, Before: before, After: after,
		Escalations: escalations(before, after, c),
	})
}

func byAddress(templates []pat.Template) map[string]*pat.Template {
	m := make(map[string]*pat.Template, len(templates))
	for i := range templates {
		m[templates[i].Address] = &templates[i]
	}
	return m
}
