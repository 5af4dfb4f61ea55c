// Package renewal puts what GitHub's documentation says today into the recorded facts, and
// says what changed, for a person to review. What people found out is kept: where GitHub's
// data says something else, each difference is reported once.
//
// It reads and writes no files.
package renewal

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/catalog/generate/docs"
)

// Facts are the tables that are renewed, by name without .tsv.
type Facts map[string]*Table

// Names are the tables of Facts. What GitHub's data says against a row that is kept is in
// disagreements.
var Names = []string{"endpoints", "unlisted", "endpoints-enterprise", "permissions", "disagreements", "sources"}

// Kind is a kind of change.
type Kind string

// The kinds, in the order in which they are shown.
const (
	EndpointAdded     Kind = "Endpoints added"
	EndpointRemoved   Kind = "Endpoints removed"
	EndpointChanged   Kind = "Endpoints changed"
	EndpointKept      Kind = "Endpoints kept, against GitHub's data: review"
	PermissionAdded   Kind = "Permissions added"
	PermissionChanged Kind = "Permissions changed"
	PermissionKept    Kind = "Permissions kept, against GitHub's data: review"
	Unreadable        Kind = "Not understood: review"
)

var kinds = []Kind{EndpointAdded, EndpointRemoved, EndpointChanged, EndpointKept, PermissionAdded, PermissionChanged, PermissionKept, Unreadable}

// Change is a difference between the facts and GitHub's data.
type Change struct {
	Kind   Kind
	What   string // an endpoint or a permission
	Detail string // a part of a sentence
}

// leastPart is the part of the recorded operations that a checkout has to have. With fewer it
// is no full checkout, or the shapes have changed.
const leastPart = 0.9

// Renew changes the facts, and returns what it changed, sorted. Where there is an error, the facts
// must not be used.
func Renew(facts Facts, data docs.Data, date string) ([]Change, error) {
	recorded := len(facts["endpoints"].rows) + len(facts["unlisted"].rows)
	if float64(len(data.Operations)) < leastPart*float64(recorded) {
		return nil, fmt.Errorf("the checkout has %d operations, and the facts have %d: it is not complete, or its shapes have changed", len(data.Operations), recorded)
	}
	if len(data.Permissions) == 0 {
		return nil, errors.New("the checkout has no permissions")
	}
	r := &renewal{facts: facts, data: data}
	r.permissions()
	r.endpoints()
	for _, title := range data.Unnamed {
		r.say(Unreadable, title, "no permission has this title")
	}
	if data.Parameters == nil {
		r.say(Unreadable, "table of the link's parameters", "GitHub's page has none; statuses are kept")
	}
	slices.SortStableFunc(r.changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(a.What, b.What))
	})
	if r.changed {
		r.dated(date)
	}
	return r.changes, nil
}

// renewal keeps what is at hand.
type renewal struct {
	facts   Facts
	data    docs.Data
	changes []Change
	changed bool // a table has changed
}

func (r *renewal) say(kind Kind, what, detail string) {
	r.changes = append(r.changes, Change{kind, what, detail})
}

// change says what changes in a table.
func (r *renewal) change(kind Kind, what, detail string) {
	r.say(kind, what, detail)
	r.changed = true
}

// dated records the date of the data.
func (r *renewal) dated(date string) {
	for _, source := range r.facts["sources"].rows {
		switch source["source"] {
		case "permissions":
			source["version"], source["read"] = "API version "+r.data.Version, date
		case "link parameters":
			source["read"] = date
		}
	}
}
