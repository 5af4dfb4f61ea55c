package comparison

import (
	"cmp"
	"slices"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// comparer pairs what two audits hold.
type comparer struct {
	before, after *comparedSide
	changes       []Change
	unchanged     int
}

// pair finds what happened to every subject.
func (c *comparer) pair() {
	var gone, appeared []*judged.Subject
	for _, key := range c.before.keys {
		s := c.before.byKey[key]
		if other := c.after.byKey[key]; other != nil {
			c.both(s, other)
			continue
		}
		gone = append(gone, s)
	}
	for _, key := range c.after.keys {
		if c.before.byKey[key] == nil {
			appeared = append(appeared, c.after.byKey[key])
		}
	}
	c.unpaired(gone, appeared)
}

// unpaired looks among what only one audit holds for requests that became
// tokens, and says for the rest whether it is new or gone.
func (c *comparer) unpaired(gone, appeared []*judged.Subject) {
	goneBy, appearedBy := byToken(gone), byToken(appeared)
	for _, s := range appeared {
		earlier := goneBy[tokenOf(s)]
		if earlier == nil || appearedBy[tokenOf(s)] == nil || !c.became(earlier, s) {
			c.one(ChangeNew, ChangeNotSeenBefore, nil, s, c.before.blind(s))
			continue
		}
		kind := ChangeApproved
		if s.Kind == pat.KindRequest {
			kind = ChangeRequestedAgain
		}
		c.changes = append(c.changes, newChange(kind, earlier, s))
	}
	for _, s := range gone {
		later := appearedBy[tokenOf(s)]
		if later == nil || goneBy[tokenOf(s)] == nil || !c.became(s, later) {
			c.one(ChangeGone, ChangeNotSeenNow, s, nil, c.after.blind(s))
		}
	}
}

// became reports whether a request is a token now, or a token a request. That
// the token was not there while the request was must have been seen.
func (c *comparer) became(earlier, later *judged.Subject) bool {
	switch {
	case earlier.Kind == later.Kind:
		return false
	case later.Kind == pat.KindToken:
		return c.before.blind(later) == ""
	}
	return c.after.blind(earlier) == ""
}

// one notes a subject that one audit holds; blind is why the other may not.
func (c *comparer) one(seen, notSeen ChangeKind, before, after *judged.Subject, blind string) {
	if blind == "" {
		c.changes = append(c.changes, newChange(seen, before, after))
		return
	}
	change := newChange(notSeen, before, after)
	change.New, change.Resolved, change.Why = []judged.Finding{}, []judged.Finding{}, &blind
	c.changes = append(c.changes, change)
}

// both compares a subject that both audits hold.
func (c *comparer) both(before, after *judged.Subject) {
	appeared, resolved, undecided := compareFindings(before, after)
	kind := ChangeFindings
	switch {
	case before.Verdict != after.Verdict:
		kind = ChangeVerdict
	case format.OrEmpty(before.Template) != format.OrEmpty(after.Template):
		kind = ChangeTemplate
	case len(appeared)+len(resolved)+len(undecided) == 0:
		c.unchanged++
		return
	}
	c.changes = append(c.changes, newChange(kind, before, after))
}

func newChange(kind ChangeKind, before, after *judged.Subject) Change {
	out := Change{Change: kind, Organization: cmp.Or(after, before).Organization, Before: changeSide(before), After: changeSide(after)}
	out.New, out.Resolved, out.Undecided = compareFindings(before, after)
	return out
}

func changeSide(s *judged.Subject) *ChangeSide {
	if s == nil {
		return nil
	}
	return &ChangeSide{s.Kind, s.ID, s.TokenID, s.TokenName, s.Owner, s.Verdict, s.Unjudged, s.Template}
}

// sorted returns the changes by organization, kind and id, as subjects are.
func (c *comparer) sorted() []Change {
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		left, right := cmp.Or(a.After, a.Before), cmp.Or(b.After, b.Before)
		return cmp.Or(cmp.Compare(loginKey(a.Organization), loginKey(b.Organization)),
			cmp.Compare(left.Kind, right.Kind), cmp.Compare(left.ID, right.ID))
	})
	if c.changes == nil {
		return []Change{}
	}
	return c.changes
}
