package comparison

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// Tally sums the comparison up in one line.
func (c *Section) Tally() string {
	s := c.Summary
	var parts []string
	for _, section := range changeSections {
		if n := *s.counter(section.kind); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, section.title))
		}
	}
	if n := s.NotSeenBefore + s.NotSeenNow; n > 0 {
		parts = append(parts, fmt.Sprintf("%d in only one audit", n))
	}
	if parts == nil {
		return c.nothing()
	}
	line := fmt.Sprintf("Changes: %s; %d unchanged.", strings.Join(parts, ", "), s.Unchanged)
	for _, f := range []struct {
		what   string
		counts format.FindingCounts
	}{{"New findings", s.NewFindings}, {"Resolved", s.ResolvedFindings}} {
		if f.counts.Total() > 0 {
			line += fmt.Sprintf(" %s: %s.", f.what, f.counts)
		}
	}
	return line
}

// nothing reports that nothing changed, and says so only where everything
// was compared.
func (c *Section) nothing() string {
	same := format.Counted(c.Summary.Unchanged, "request or token is", "requests and tokens are")
	if len(c.Limits) > 0 {
		return "No changes in what both audits cover: " + same + " unchanged."
	}
	return "No changes: " + same + " unchanged."
}

// coverages says what the coverage was, and is now.
func (c *Section) coverages(now string) string {
	then := c.With.Summary.Coverage(c.With.Complete, c.With.Selection)
	if of := " of unexpired tokens"; strings.HasSuffix(now, of) {
		then = strings.TrimSuffix(then, of)
	}
	return "before " + then + "; now " + now
}

// notSeen says in sentences, an organization and a reason each, what only one
// of the audits saw.
func (c *Section) notSeen() []string {
	type place struct {
		kind         ChangeKind
		organization string
		why          string
	}
	counts := map[place]map[pat.Kind]int{}
	var order []place
	for i := range c.Changes {
		change := &c.Changes[i]
		side := cmp.Or(change.After, change.Before)
		if change.Change != ChangeNotSeenBefore && change.Change != ChangeNotSeenNow {
			continue
		}
		at := place{change.Change, change.Organization, format.OrEmpty(change.Why)}
		if counts[at] == nil {
			counts[at] = map[pat.Kind]int{}
			order = append(order, at)
		}
		counts[at][side.Kind]++
	}
	slices.SortStableFunc(order, func(a, b place) int { return cmp.Compare(a.kind, b.kind) })
	var out []string
	for _, at := range order {
		which, instead := "new, or may have existed before", "the earlier audit"
		if at.kind == ChangeNotSeenNow {
			which, instead = "gone, or may still exist", "this audit"
		}
		out = append(out, fmt.Sprintf("In %s, %s and %s may be %s. In %s, %s.", at.organization,
			format.Count(counts[at][pat.KindRequest], "request"), format.Count(counts[at][pat.KindToken], "token"), which, instead, at.why))
	}
	return out
}
