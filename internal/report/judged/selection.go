package judged

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// IsZero reports whether everything is selected.
func (sel Selection) IsZero() bool {
	return len(sel.Kinds) == 0 && len(sel.Organizations) == 0 && len(sel.Owners) == 0 &&
		len(sel.Verdicts) == 0 && len(sel.Rules) == 0
}

// Normal sorts the lists and makes none of them nil.
func (sel Selection) Normal() Selection {
	return Selection{
		Kinds: sorted(sel.Kinds), Organizations: sorted(sel.Organizations), Owners: sorted(sel.Owners),
		Verdicts: sorted(sel.Verdicts), Rules: sorted(sel.Rules),
	}
}

func sorted[S ~string](list []S) []S {
	out := make([]S, 0, len(list))
	for _, s := range list {
		out = append(out, S(format.Valid(string(s))))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Narrow returns a subject with the findings that are selected, the counts of
// those that are not, and whether the subject itself is selected. Where rules
// are, it must have a finding of one of them.
func (sel Selection) Narrow(s Subject) (shown Subject, hidden format.FindingCounts, selected bool) {
	if !sel.Selects(&s) {
		return s, CountFindings(s.Findings), false
	}
	if len(sel.Rules) == 0 {
		return s, format.FindingCounts{}, true
	}
	rest := []Finding{}
	for _, f := range s.Findings {
		if slices.Contains(sel.Rules, f.Rule) {
			rest = append(rest, f)
		}
	}
	hidden = CountFindings(s.Findings)
	hidden.Subtract(CountFindings(rest))
	s.Findings = rest
	return s, hidden, len(rest) > 0
}

// Selects reports whether a subject is selected, whatever was found.
func (sel Selection) Selects(s *Subject) bool {
	return has(sel.Kinds, s.Kind) && has(sel.Verdicts, s.Verdict) &&
		(len(sel.Owners) == 0 || slices.ContainsFunc(sel.Owners, func(o string) bool { return strings.EqualFold(o, s.Owner) }))
}

func has[S comparable](list []S, s S) bool { return len(list) == 0 || slices.Contains(list, s) }

// Words describes the selection for people, as "kind token, owner mona".
func (sel Selection) Words() string {
	var parts []string
	add := func(name string, list []string) {
		if len(list) > 0 {
			parts = append(parts, name+" "+diag.Printable(strings.Join(list, " or ")))
		}
	}
	add("kind", words(sel.Kinds))
	add("organization", sel.Organizations)
	add("owner", sel.Owners)
	add("verdict", words(sel.Verdicts))
	add("rule", sel.Rules)
	return strings.Join(parts, ", ")
}

func words[S ~string](list []S) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return out
}

// Selection is what a report was narrowed to. Of an empty list everything
// is selected.
type Selection struct {
	Kinds         []pat.Kind    `json:"kinds"`
	Organizations []string      `json:"organizations"`
	Owners        []string      `json:"owners"`
	Verdicts      []pat.Verdict `json:"verdicts"`
	Rules         []string      `json:"rules"`
}
