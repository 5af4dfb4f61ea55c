package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// soon is how long before its lapse an exception is reported.
const soon = 14 * 24 * time.Hour

type exceptionState struct {
	*hcl.Exception
	owner, name string // lower case
	covered     int
}

func newExceptionState(e *hcl.Exception) exceptionState {
	return exceptionState{Exception: e, owner: strings.ToLower(e.Owner), name: strings.ToLower(e.TokenName)}
}

// lapsed reports whether an exception is no longer in force as of a time.
func lapsed(e *hcl.Exception, asOf time.Time) bool { return !asOf.Before(e.Expires) }

// except marks the findings of a subject that an exception in force covers.
func (j *judge) except(s *Subject) {
	for _, i := range j.candidates(s) {
		e := &j.exceptions[i]
		if !e.selects(s) {
			continue
		}
		for k := range s.Findings {
			f := &s.Findings[k]
			if !j.excepts(e, f.Rule) {
				continue
			}
			e.covered++
			if f.ExceptedBy == "" && !lapsed(e.Exception, j.asOf) {
				f.ExceptedBy = e.Name
			}
		}
	}
}

// exceptionIndex holds the numbers of exceptions, each by what of it selects the fewest: a baseline
// has one for each of very many tokens.
type exceptionIndex struct {
	byToken         map[int64][]int
	byOwner, byName pat.Globs[int]
	byTemplate      map[string][]int
}

func newExceptionIndex(exceptions []exceptionState) exceptionIndex {
	x := exceptionIndex{byToken: map[int64][]int{}, byTemplate: map[string][]int{}}
	owners, names := map[pat.GlobEnds]int{}, map[pat.GlobEnds]int{} // how many have the same ends
	for _, e := range exceptions {
		owners[pat.EndsOf(e.owner)]++
		names[pat.EndsOf(e.name)]++
	}
	owners[pat.GlobEnds{}], names[pat.GlobEnds{}] = len(exceptions), len(exceptions) // such a glob is tried for everything
	for i, e := range exceptions {
		switch {
		case e.TokenID != nil:
			x.byToken[*e.TokenID] = append(x.byToken[*e.TokenID], i)
		case e.owner != "" && (e.name == "" || owners[pat.EndsOf(e.owner)] < names[pat.EndsOf(e.name)]):
			x.byOwner.Add(e.owner, i)
		case e.name != "":
			x.byName.Add(e.name, i)
		case e.Template != "":
			x.byTemplate[e.Template] = append(x.byTemplate[e.Template], i)
		}
	}
	return x
}

// candidates returns the numbers of the exceptions that may select a subject,
// in their order: the first one that covers a finding is named.
func (j *judge) candidates(s *Subject) []int {
	if len(s.Findings) == 0 {
		return nil
	}
	found := slices.Clone(j.byToken[s.TokenID])
	found = j.byOwner.Candidates(found, strings.ToLower(s.Owner))
	found = j.byName.Candidates(found, strings.ToLower(s.TokenName))
	if s.Template != nil {
		found = append(found, j.byTemplate[s.Template.Address]...)
	}
	slices.Sort(found)
	return found
}

// selects reports whether a subject fits all selectors of an exception.
func (e *exceptionState) selects(s *Subject) bool {
	switch {
	case e.Organization != "" && !strings.EqualFold(e.Organization, s.Organization):
		return false
	case e.TokenID == nil && e.owner == "" && e.name == "" && e.Template == "":
		return false // it selects nothing, which is an error elsewhere
	case e.TokenID != nil && *e.TokenID != s.TokenID:
		return false
	case e.owner != "" && !pat.FitsGlob(e.owner, strings.ToLower(s.Owner)):
		return false
	case e.name != "" && (s.TokenName == "" || !pat.FitsGlob(e.name, strings.ToLower(s.TokenName))):
		return false
	}
	return e.Template == "" || s.Template != nil && s.Template.Address == e.Template
}

// excepts reports whether an exception is about a rule. Some are excepted only
// by name.
func (j *judge) excepts(e *exceptionState, rule string) bool {
	if e.Rules != nil {
		return slices.Contains(e.Rules, rule)
	}
	return !j.rules[rule].namedOnly && !strings.HasPrefix(rule, pat.PolicyRulePrefix)
}

// exceptionUses reports for each exception whether it is in force as of the latest
// time of an organization that it is about.
func (j *judge) exceptionUses(a *Audit) []ExceptionUse {
	out := make([]ExceptionUse, 0, len(j.exceptions))
	for _, e := range j.exceptions {
		at := a.latest(e.Organization)
		out = append(out, ExceptionUse{
			Exception: e.Exception, Covered: e.covered, Lapsed: lapsed(e.Exception, at),
			Soon:    !lapsed(e.Exception, at) && lapsed(e.Exception, at.Add(soon)),
			Unasked: j.unasked(e.Rules),
		})
	}
	return out
}

// unasked reports whether one of the rules needs something that was not asked for.
func (j *judge) unasked(rules []string) bool {
	return slices.ContainsFunc(rules, func(rule string) bool {
		switch j.rules[rule].needs {
		case pat.NeedsUse:
			return !j.used.observes()
		case pat.NeedsClassic:
			return j.used == nil || !j.used.Classic
		}
		return false
	})
}

// latest returns the latest time of an organization, or of all of them.
func (a *Audit) latest(organization string) time.Time {
	var at time.Time
	for _, o := range a.Organizations {
		if (organization == "" || strings.EqualFold(organization, o.Login)) && o.AsOf.After(at) {
			at = o.AsOf
		}
	}
	return cmp.Or(at, a.AsOf)
}
