package report

import (
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// palette colours text by what it means. Without colour it leaves it as it is.
// The same colours stand for the same things in internal/diag and in cmd/patctl:
//
//	bold     headings
//	dim      labels, and what is beside the point
//	cyan     links
//	green    good, or added
//	yellow   to be looked at: warnings, write, no expiry, changed
//	red      bad: errors, admin, removed; bold where it asks for action
//
// No colour says what the words do not say as well.
type palette struct{ Style }

// heading returns text in bold.
func (p palette) heading(s string) string { return p.paint("1", s) }

// label returns text that is beside the point.
func (p palette) label(s string) string { return p.paint("2", s) }

// good returns text in the color of what is good, or added.
func (p palette) good(s string) string { return p.paint("32", s) }

// warning returns text in the color of what is to be looked at.
func (p palette) warning(s string) string { return p.paint("33", s) }

// level makes what can change things stand out from what only reads.
func (p palette) level(l pat.Level) string {
	text := diag.Printable(string(l))
	switch l {
	case pat.Write:
		return p.paint("33", text)
	case pat.Admin:
		return p.paint("31", text)
	}
	return text
}

// symbol colours the symbol of a change.
func (p palette) symbol(s string) string {
	return p.paint(map[string]string{symbolAdd: "32", symbolChange: "33", symbolRemove: "31"}[s], s)
}

// paint returns text with a code of SGR, or as it is without color.
func (p palette) paint(sgr, s string) string {
	if !p.Color || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// bad makes text stand out that asks for action.
func (p palette) bad(s string) string { return p.paint("1;31", s) }

// verdict makes what asks for action stand out.
func (p palette) verdict(v pat.Verdict) string {
	switch v {
	case pat.Conforming:
		return p.good(string(v))
	case pat.Excepted:
		return p.warning(string(v))
	}
	return p.bad(string(v))
}

// severity colours a severity, or the word for an excepted finding.
func (p palette) severity(s string) string {
	switch pat.Severity(s) {
	case pat.SeverityError:
		return p.paint("31", s)
	case pat.SeverityWarning:
		return p.warning(s)
	}
	return p.label(s)
}

// The symbols of changes.
const (
	symbolAdd    = "+"
	symbolChange = "~"
	symbolRemove = "-"
)
