package usage

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// Beyond is a permission that calls of a token took, and that other permissions do not
// include.
type Beyond struct {
	Permission string
	Level      pat.Level
	Calls      int
	LastAt     time.Time
	Example    string // "POST /repos/{owner}/{repo}/issues"
}

// Beyond returns what a token used that it could not have done with the permissions in
// have, sorted by permission. Calls for which one of several permissions is enough count
// only if none of them is in have; so do only those that public resources do not explain.
func (o *Observer) Beyond(organization string, g *pat.Grant, have pat.Permissions) []Beyond {
	granted := o.catalog.Holding(o.granted(g))
	allowed := o.catalog.Holding(have)
	found := map[string]*Beyond{}
	mine, _ := o.tokens(organization, g)
	for _, t := range mine {
		for i := range t.Calls {
			c := &t.Calls[i]
			lacking := pat.Permissions{}
			for _, n := range o.needs(c) {
				lacking = catalog.Union(lacking, o.lacks(c, n, granted, allowed, have))
			}
			for name, level := range lacking {
				b := found[name]
				if b == nil {
					b = &Beyond{Permission: name, Level: level, Example: c.String()}
					found[name] = b
				}
				if !b.Level.Includes(level) {
					b.Level, b.Example = level, c.String()
				}
				b.Calls += c.Count
				if c.LastAt.After(b.LastAt) {
					b.LastAt = c.LastAt
				}
			}
		}
	}
	out := []Beyond{}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		out = append(out, *found[name])
	}
	return out
}

// lacks returns the permissions that one need of a call took beyond others: of the sets that
// the token has, the one with the fewest.
func (o *Observer) lacks(c *Call, n need, granted, allowed catalog.Holding, have pat.Permissions) pat.Permissions {
	e, _ := o.catalog.Endpoint(c.Method, c.Route)
	if c.Count == 0 || len(n.sets) == 0 || len(c.Is) == 0 && e.PublicRead && c.Public != No {
		return nil
	}
	sets := slices.DeleteFunc(slices.Clone(n.sets), func(set pat.Permissions) bool {
		return !granted.Covers(catalog.Endpoint{FineGrained: catalog.FineGrainedYes, Sets: []pat.Permissions{set}})
	})
	var least pat.Permissions
	for _, set := range sets {
		if allowed.Covers(catalog.Endpoint{FineGrained: catalog.FineGrainedYes, Sets: []pat.Permissions{set}}) {
			return nil
		}
		lacking := maps.Clone(set)
		maps.DeleteFunc(lacking, func(name string, level pat.Level) bool { return name == metadata || have[name].Includes(level) })
		if least == nil || compareSets(lacking, least) < 0 {
			least = lacking
		}
	}
	return least
}

// compareSets orders sets by the number of permissions, then by their text.
func compareSets(a, b pat.Permissions) int {
	text := func(set pat.Permissions) string {
		var words []string
		for _, name := range set.Names() {
			words = append(words, name+":"+string(set[name]))
		}
		return strings.Join(words, " ")
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(text(a), text(b)))
}
