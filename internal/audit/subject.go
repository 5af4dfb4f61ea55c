package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Subject is a request or token with what was found.
type Subject struct {
	pat.Grant
	Organization string
	Verdict      pat.Verdict
	Template     *hcl.Template      // nil: none fits
	MatchedBy    MatchedBy          // "" without a template
	Nearest      *hcl.Template      // the closest one; nil with a template, or where none has a permission in common
	Findings     []Finding          // worst first, then by rule, permission and message
	Tolerated    []Finding          // of a request: deviations that are errors by default, and that rule blocks make less, or nothing, of
	FixURL       string             // link of Template; "" where the subject conforms, or the owner may not hold such a token
	NearestURL   string             // link of Nearest; "" where the owner may not hold such a token
	Unjudged     bool               // something on which the verdict depends is not known: it may be too good to act upon
	UnjudgedWhy  []string           // what that is, in sentences; empty unless Unjudged
	DenyReason   string             // what to deny it with, at most 1024 characters; "" where it conforms
	Use          *usage.Observation // of a token; nil: nothing that is about its organization was read
	Narrower     *Narrower          // it without what it did not use; nil: nothing can be taken away
}

// String names a subject for people.
func (s *Subject) String() string {
	return fmt.Sprintf("%s %d (%s) of %s in %s", s.Kind, s.ID, s.TokenName, s.Owner, s.Organization)
}

// ExpiredAt reports whether a request or token has expired as of a time, or
// GitHub says so.
func (s *Subject) ExpiredAt(asOf time.Time) bool {
	return s.Expired || s.ExpiresAt != nil && !s.ExpiresAt.After(asOf)
}

// MatchedBy is how a subject found its template.
type MatchedBy string

// The ways to find a template.
const (
	ByName  MatchedBy = "name"
	ByShape MatchedBy = "shape"
)

// Finding is one thing that a rule says about a subject.
type Finding struct {
	Rule       string
	Severity   pat.Severity
	Message    string
	Permission string // "" where the finding is not about one
	Declared   string
	Actual     string
	Range      *diag.Range // in the template or policy that it departs from; nil: there is none
	ExceptedBy string      // name of the exception in force that covers it; "" for none
}

var severityOrder = map[pat.Severity]int{pat.SeverityError: 0, pat.SeverityWarning: 1, pat.SeverityNotice: 2}

func sortFindings(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(severityOrder[a.Severity], severityOrder[b.Severity]),
			strings.Compare(a.Rule, b.Rule),
			strings.Compare(a.Permission, b.Permission),
			strings.Compare(a.Message, b.Message),
		)
	})
}
