package plan

import (
	"cmp"
	"slices"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
)

// VerdictChange is a request or token about which two configurations say something
// else.
type VerdictChange struct {
	Organization  string
	Kind          pat.Kind
	ID            int64
	TokenName     string
	Owner         string
	Before, After pat.Verdict
}

// VerdictChanges compares what two configurations say about the same snapshot as
// of the same time. They are sorted by organization, kind and id.
func VerdictChanges(before, after *audit.Audit) []VerdictChange {
	type key struct {
		organization string
		kind         pat.Kind
		id           int64
	}
	old := make(map[key]pat.Verdict, len(before.Subjects))
	for i := range before.Subjects {
		s := &before.Subjects[i]
		old[key{s.Organization, s.Kind, s.ID}] = s.Verdict
	}
	var out []VerdictChange
	for i := range after.Subjects {
		s := &after.Subjects[i]
		was, ok := old[key{s.Organization, s.Kind, s.ID}]
		if ok && was != s.Verdict {
			out = append(out, VerdictChange{s.Organization, s.Kind, s.ID, s.TokenName, s.Owner, was, s.Verdict})
		}
	}
	slices.SortFunc(out, func(a, b VerdictChange) int {
		return cmp.Or(cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Gaps are the parts that either audit could not read or judge, sorted, once each.
func Gaps(audits ...*audit.Audit) []audit.Gap {
	var out []audit.Gap
	for _, a := range audits {
		out = append(out, a.Gaps...)
	}
	slices.SortFunc(out, func(a, b audit.Gap) int {
		return cmp.Or(cmp.Compare(a.Organization, b.Organization), cmp.Compare(a.What, b.What), cmp.Compare(a.Why, b.Why))
	})
	return slices.Compact(out)
}
