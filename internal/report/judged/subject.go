package judged

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/use"
)

// Subject is a request or a token, and what was found.
type Subject struct {
	Kind         pat.Kind    `json:"kind"`
	Organization string      `json:"organization"`
	ID           int64       `json:"id"`
	TokenID      *int64      `json:"token_id"`
	TokenName    *string     `json:"token_name"`
	Owner        string      `json:"owner"`
	Verdict      pat.Verdict `json:"verdict"`
	Unjudged     bool        `json:"unjudged"`         // something that the verdict depends on is not known: it may be too good
	UnjudgedWhy  []string    `json:"unjudged_because"` // what that is
	Template     *string     `json:"template"`
	MatchedBy    *string     `json:"matched_by"`
	Nearest      *string     `json:"nearest"`
	Findings     []Finding   `json:"findings"` // worst first
	Reason       *string     `json:"reason"`
	Expired      bool        `json:"expired"` // as of the time of its organization
	ExpiresAt    *time.Time  `json:"expires_at"`
	LastUsedAt   *time.Time  `json:"last_used_at"`
	FixURL       *string     `json:"fix_url"`     // null: it conforms, has no template, or its owner may not hold one
	NearestURL   *string     `json:"nearest_url"` // of the nearest template, which may not be enough
	DenyReason   *string     `json:"deny_reason"` // see Denied
	denial       *Denial
	Use          *use.Seen `json:"use"` // null: of a request, or nothing that is about its organization was read
}

// Finding is one thing that a rule says about a subject.
type Finding struct {
	Rule       string              `json:"rule"`
	Severity   pat.Severity        `json:"severity"`
	Message    string              `json:"message"`
	Permission *string             `json:"permission"`
	Declared   *string             `json:"declared"`
	Actual     *string             `json:"actual"`
	Range      *format.SourceRange `json:"range"`
	ExceptedBy *string             `json:"excepted_by"`
}

// Label names a subject in one line that is safe to show.
func (s *Subject) Label() string {
	out := string(s.Kind) + " " + strconv.FormatInt(s.ID, 10)
	if s.TokenName != nil {
		out += ` "` + diag.Printable(*s.TokenName) + `"`
	}
	return out + " of " + diag.Printable(s.Owner)
}

// Link returns the link that a subject is shown with, and what it is called:
// only one of the subject's own template makes a token that matches. The link is
// nil where there is none.
func (s *Subject) Link() (label string, url *string) {
	if s.FixURL != nil {
		return "Link that matches the template", s.FixURL
	}
	return "Link of the closest template", s.NearestURL
}

// Check finds a kind, a verdict, or a severity that does not exist.
func (s *Subject) Check() error {
	verdicts := []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}
	switch {
	case s.Kind != pat.KindRequest && s.Kind != pat.KindToken:
		return fmt.Errorf("there is no kind %q", s.Kind)
	case !slices.Contains(verdicts, s.Verdict):
		return fmt.Errorf("there is no verdict %q", s.Verdict)
	}
	for _, f := range s.Findings {
		if !slices.Contains(Severities, f.Severity) {
			return fmt.Errorf("there is no severity %q", f.Severity)
		}
	}
	return s.Use.Check()
}

// Weight is the severity of a finding, or the word for an excepted one.
func (f *Finding) Weight() string {
	if f.ExceptedBy != nil {
		return "excepted"
	}
	return string(f.Severity)
}

// Compares reports whether a finding holds something actual against something
// declared, rather than a fact that the message gives.
func (f *Finding) Compares() bool {
	return f.Declared != nil || f.Permission != nil && f.Actual != nil
}

// Difference says what is declared and what is actual, or is empty.
func (f *Finding) Difference() string {
	if !f.Compares() {
		return ""
	}
	or := func(s *string) string {
		if s == nil {
			return "nothing"
		}
		return diag.Printable(*s)
	}
	return " Declared " + or(f.Declared) + " / actual " + or(f.Actual) + "."
}

// Line is a finding in one line that is safe to show.
func (f *Finding) Line() string {
	out := string(f.Severity)
	if f.ExceptedBy != nil {
		out += " (excepted by " + diag.Printable(*f.ExceptedBy) + ")"
	}
	return out + " " + diag.Printable(f.Rule) + ": " + diag.Printable(f.Message) + f.Difference()
}

// Severities are those of findings, worst first.
var Severities = []pat.Severity{pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice}
