package linkreport

import (
	"bytes"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// text writes the links for people, a line each with what is wrong below it.
// The last line is the tally.
func (d *Document) text(b *bytes.Buffer, p format.Palette) {
	w := textWriter{format.TextWriter{Writer: b, Palette: p}}
	for i := range d.Links {
		w.link(&d.Links[i])
	}
	for _, u := range d.Unread {
		w.Line("%s %s: %s", p.Bad("not read"), diag.Printable(u.File), diag.Printable(u.Why))
	}
	if len(d.Links)+len(d.Unread) > 0 {
		w.Line("")
	}
	w.Line("%s", d.Tally())
}

// textWriter writes the parts of the text.
type textWriter struct{ format.TextWriter }

func (w textWriter) link(l *Entry) {
	w.Line("%s %s:%d:%d %s", w.status(l.Status), w.Heading(diag.Printable(l.File)), l.Line, l.Column, w.Address(l.URL))
	if l.Template != nil {
		w.Line("  equals %s", diag.Printable(*l.Template))
	}
	for _, p := range l.Problems {
		w.Line("  %s %s", w.Severity(string(p.Severity)), diag.Printable(w.say(p).text()))
		if p.Suggestion != nil {
			w.Line("    %s %s", w.Label("write:"), diag.Printable(*p.Suggestion))
		}
	}
	for _, c := range l.Fixes {
		if l.Fixed {
			w.Line("  %s %s, was %s", w.Paint("32", "fixed:"), diag.Printable(c.After), diag.Printable(c.Before))
		}
	}
	if l.FixedURL != nil && !l.Fixed {
		w.Line("  %s %s", w.Label("fix:"), w.Address(*l.FixedURL))
	}
}

// say is a problem with the commands in its message as the user calls them.
func (w textWriter) say(p Problem) *Problem {
	p.Message = w.Program.Say(p.Message)
	return &p
}

func (w textWriter) status(s string) string {
	if s == statusOK {
		return w.Paint("32", s)
	}
	return w.Severity(s)
}

// maxShownValue is how many characters of a value are repeated in a message.
const maxShownValue = 60

// text is the problem in one line, with the parameter that it is about.
func (p *Problem) text() string {
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
