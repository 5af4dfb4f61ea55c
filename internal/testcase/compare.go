package testcase

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
)

// Difference is an attribute that is not as expected. The values are written as in a test
// file.
type Difference struct {
	Attribute        string
	Expected, Actual string
}

// Verdict returns the verdict, or "" for a link.
func (r *Result) Verdict() pat.Verdict {
	if r.Subject == nil {
		return ""
	}
	return r.Subject.Verdict
}

// Template returns the address of the template, or "".
func (r *Result) Template() string {
	switch {
	case r.Link != nil:
		return r.Link.Template
	case r.Subject.Template != nil:
		return r.Subject.Template.Address
	}
	return ""
}

// Findings returns the rules that found something, sorted, each once; never nil.
func (r *Result) Findings() []string {
	if r.Subject == nil {
		return []string{}
	}
	return rulesOf(r.Subject)
}

func rulesOf(s *audit.Subject) []string {
	var rules []string
	for _, f := range s.Findings {
		rules = append(rules, f.Rule)
	}
	return sorted(rules)
}

// compare finds what is not as expected.
func (r *Result) compare() {
	e := r.Case.Expect
	if e.Verdict != "" && e.Verdict != r.Verdict() {
		r.differ("verdict", strconv.Quote(string(e.Verdict)), strconv.Quote(string(r.Verdict())))
	}
	if e.Status != "" && e.Status != r.Link.Status {
		r.differ("status", strconv.Quote(e.Status), strconv.Quote(r.Link.Status))
	}
	if e.Template != nil && *e.Template != r.Template() {
		r.differ("template", orNull(*e.Template), orNull(r.Template()))
	}
	if e.Findings != nil && !slices.Equal(e.Findings, r.Findings()) {
		r.differ("findings", listed(e.Findings), listed(r.Findings()))
	}
}

func (r *Result) differ(attribute, expected, actual string) {
	r.Differences = append(r.Differences, Difference{attribute, expected, actual})
}

func orNull(address string) string {
	if address == "" {
		return "null"
	}
	return address
}

func listed(rules []string) string {
	quoted := make([]string, len(rules))
	for i, rule := range rules {
		quoted[i] = strconv.Quote(rule)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
