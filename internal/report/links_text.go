package report

import (
	"bytes"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// text writes the links for people, a line each with what is wrong below it.
// The last line is the tally.
func (d *LinksDocument) text(b *bytes.Buffer, p palette) {
	w := linksText{textWriter{b, p}}
	for i := range d.Links {
		w.link(&d.Links[i])
	}
	for _, u := range d.Unread {
		w.line("%s %s: %s", p.bad("not read"), diag.Printable(u.File), diag.Printable(u.Why))
	}
	if len(d.Links)+len(d.Unread) > 0 {
		w.line("")
	}
	w.line("%s", d.Tally())
}

// linksText writes the parts of the text.
type linksText struct{ textWriter }

func (w linksText) link(l *LinkEntry) {
	w.line("%s %s:%d:%d %s", w.status(l.Status), w.heading(diag.Printable(l.File)), l.Line, l.Column, w.address(l.URL))
	if l.Template != nil {
		w.line("  equals %s", diag.Printable(*l.Template))
	}
	for _, p := range l.Problems {
		w.line("  %s %s", w.severity(string(p.Severity)), diag.Printable(p.text()))
		if p.Suggestion != nil {
			w.line("    %s %s", w.label("write:"), diag.Printable(*p.Suggestion))
		}
	}
	for _, c := range l.Fixes {
		if l.Fixed {
			w.line("  %s %s, was %s", w.paint("32", "fixed:"), diag.Printable(c.After), diag.Printable(c.Before))
		}
	}
	if l.FixedURL != nil && !l.Fixed {
		w.line("  %s %s", w.label("fix:"), w.address(*l.FixedURL))
	}
}

func (w linksText) status(s string) string {
	if s == statusOK {
		return w.paint("32", s)
	}
	return w.severity(s)
}

// maxShownValue is how many characters of a value are repeated in a message.
const maxShownValue = 60

// text is the problem in one line, with the parameter that it is about.
func (p *LinkProblem) text() string {
	if p.Parameter == "" && p.Value == "" {
		return p.Message
	}
	parameter := p.Parameter
	if p.Value != "" {
		parameter += "=" + p.Value
	}
	if runes := []rune(parameter); len(runes) > maxShownValue {
		parameter = string(runes[:maxShownValue]) + "..."
	}
	return parameter + ": " + strings.TrimSpace(p.Message)
}
