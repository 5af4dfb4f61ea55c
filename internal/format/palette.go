package format

import (
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// Palette colours text by what it means. Without colour it leaves it as it is.
// The same colors mean the same things in internal/diag and in cmd/patctl:
//
//	bold     headings
//	dim      labels, and what is beside the point
//	cyan     links
//	green    good, or added
//	yellow   to be looked at: warnings, write, no expiry, changed
//	red      bad: errors, admin, removed; bold where it asks for action
//
// No colour says what the words do not say as well.
type Palette struct{ Style }

// Heading returns text in bold.
func (p Palette) Heading(s string) string { return p.Paint("1", s) }

// Label returns text that is beside the point.
func (p Palette) Label(s string) string { return p.Paint("2", s) }

// Good returns text in the color of what is good, or added.
func (p Palette) Good(s string) string { return p.Paint("32", s) }

// Warning returns text in the color of what is to be looked at.
func (p Palette) Warning(s string) string { return p.Paint("33", s) }

// Level makes what can change things stand out from what only reads.
func (p Palette) Level(l pat.Level) string {
	text := diag.Printable(string(l))
	switch l {
	case pat.Write:
		return p.Paint("33", text)
	case pat.Admin:
		return p.Paint("31", text)
	}
	return text
}

// Symbol colours the symbol of a change.
func (p Palette) Symbol(s string) string {
	return p.Paint(map[string]string{SymbolAdd: "32", SymbolChange: "33", SymbolRemove: "31", SymbolUnknown: "1;31"}[s], s)
}

// Paint returns text with a code of SGR, or as it is without color.
func (p Palette) Paint(sgr, s string) string {
	if !p.Color || s == "" {
		return s
	}
	return "\x1b[" + sgr + "m" + s + "\x1b[0m"
}

// Bad makes text stand out that asks for action.
func (p Palette) Bad(s string) string { return p.Paint("1;31", s) }

// Verdict makes what asks for action stand out.
func (p Palette) Verdict(v pat.Verdict) string {
	switch v {
	case pat.Conforming:
		return p.Good(string(v))
	case pat.Excepted:
		return p.Warning(string(v))
	}
	return p.Bad(string(v))
}

// Severity colours a severity, or the word for an excepted finding.
func (p Palette) Severity(s string) string {
	switch pat.Severity(s) {
	case pat.SeverityError:
		return p.Paint("31", s)
	case pat.SeverityWarning:
		return p.Warning(s)
	}
	return p.Label(s)
}

// The symbols of changes.
const (
	SymbolAdd    = "+"
	SymbolChange = "~"
	SymbolRemove = "-"
	// SymbolUnknown marks what could not be read or judged.
	SymbolUnknown = "?"
)
