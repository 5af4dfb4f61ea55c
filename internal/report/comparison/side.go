package comparison

import (
	"strings"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// subjectKey names a subject in every audit of its host. Nth tells those apart
// that a foreign document holds twice.
type subjectKey struct {
	organization string
	kind         pat.Kind
	id           int64
	nth          int
}

// tokenKey names the token that a request is for.
type tokenKey struct {
	organization string
	tokenID      int64
}

// comparedSide is one of the two audits, for looking things up.
type comparedSide struct {
	doc           *Input
	keys          []subjectKey // of the subjects, in their order
	byKey         map[subjectKey]*judged.Subject
	organizations map[string]*judged.Organization
	gaps          map[string]bool // by organization; "" is of all
}

// loginKey is the form of a login in which equal ones are equal.
func loginKey(login string) string { return strings.ToLower(login) }

func newComparedSide(d *Input) *comparedSide {
	side := &comparedSide{
		doc: d, keys: make([]subjectKey, 0, d.Subjects.Len()), byKey: make(map[subjectKey]*judged.Subject, d.Subjects.Len()),
		organizations: map[string]*judged.Organization{}, gaps: map[string]bool{},
	}
	copies := map[subjectKey]int{}
	for i := range d.Organizations {
		side.organizations[loginKey(d.Organizations[i].Login)] = &d.Organizations[i]
	}
	for _, gap := range d.Incomplete {
		side.gaps[loginKey(gap.Organization)] = true
	}
	for _, s := range d.Subjects.All() {
		key := subjectKey{organization: loginKey(s.Organization), kind: s.Kind, id: s.ID}
		if side.byKey[key] != nil {
			copies[key]++
			key.nth = copies[key]
		}
		side.byKey[key] = s
		side.keys = append(side.keys, key)
	}
	return side
}

// blind says why the audit may not hold a subject that is there, or is empty
// where it would.
func (side *comparedSide) blind(s *judged.Subject) string {
	organization := loginKey(s.Organization)
	switch {
	case side.organizations[organization] == nil:
		return "the organization was not audited"
	case side.gaps[organization] || side.gaps[""]:
		return "some of the organization could not be read or checked"
	case !side.doc.Selection.Selects(s):
		return "the audit was limited to other requests and tokens"
	}
	return ""
}

// tokenOf returns the zero key where the token is not known.
func tokenOf(s *judged.Subject) tokenKey {
	if s.TokenID == nil {
		return tokenKey{}
	}
	return tokenKey{loginKey(s.Organization), *s.TokenID}
}

// byToken returns the subjects by their token. Of several that are of one token
// none can be told from the others, and none is there.
func byToken(subjects []*judged.Subject) map[tokenKey]*judged.Subject {
	out := make(map[tokenKey]*judged.Subject, len(subjects))
	for _, s := range subjects {
		key := tokenOf(s)
		if _, several := out[key]; several {
			out[key] = nil
			continue
		}
		out[key] = s
	}
	out[tokenKey{}] = nil
	return out
}
