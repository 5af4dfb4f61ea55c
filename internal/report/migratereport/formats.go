package migratereport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// Format is a way to write the report.
type Format struct {
	Name  string
	write func(*Document, *bytes.Buffer, format.Palette)
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", func(d *Document, b *bytes.Buffer, _ format.Palette) { _ = format.WriteJSON(b, d) }}, // a Buffer takes everything
	{"hcl", (*Document).hcl},
	{"markdown", (*Document).markdown},
}

// FormatNames returns the names of the formats, the one for people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a sentence that
// lists the known ones.
func FormatNamed(name string) (Format, error) { return format.Named(formats, nameOf, "migrate", name) }

// Render returns the report in the format. Only text heeds the style. The same document and
// style give the same bytes.
func (f Format) Render(d *Document, style format.Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, format.Palette{Style: style})
	return b.Bytes()
}

// hcl writes the templates as configuration, below what they leave out.
func (d *Document) hcl(b *bytes.Buffer, p format.Palette) {
	w := format.TextWriter{Writer: b, Palette: p}
	for _, line := range d.leftOut() {
		for _, folded := range folded(p.Program.Say(line)) {
			w.Line("# %s", diag.Printable(folded))
		}
	}
	if d.HCL == nil {
		return
	}
	w.Line("")
	b.WriteString(diag.PrintableText(*d.HCL))
}

// leftOut says what the templates do not cover.
func (d *Document) leftOut() []string {
	lines := []string{d.Tally()}
	for i := range d.Tokens {
		t := &d.Tokens[i]
		switch {
		case t.Status == NotSeen:
			lines = append(lines, fmt.Sprintf("No call was seen of %s.", t.Title()))
		case len(t.CannotMove)+len(t.Unclear) > 0:
			lines = append(lines, fmt.Sprintf("%s: %s. The output of patctl migrate lists them.", capital(t.Title()), stuckCount(t)))
		}
	}
	if !d.Complete {
		lines = append(lines, "The sources have gaps, so calls may be missing.")
	}
	return lines
}

func stuckCount(t *Token) string {
	var parts []string
	if n := len(t.CannotMove); n > 0 {
		parts = append(parts, kinds(n)+" can't move")
	}
	if n := len(t.Unclear); n > 0 && parts == nil {
		parts = append(parts, format.Counted(n, "kind of call is unclear", "kinds of calls are unclear"))
	} else if n > 0 {
		parts = append(parts, format.Counted(n, "is unclear", "are unclear"))
	}
	return strings.Join(parts, ", ")
}

func kinds(n int) string { return format.Counted(n, "kind of call", "kinds of calls") }

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// commentWidth is how long a line of a comment may be, unless a word is longer.
const commentWidth = 98

// folded breaks a sentence into lines.
func folded(text string) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > commentWidth:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Comments are lines for above a template.
func Comments(remarks []string) []string {
	var lines []string
	for _, r := range remarks {
		lines = append(lines, folded(r)...)
	}
	return lines
}

// Title names a token in a sentence. It may hold anything.
func (t *Token) Title() string {
	text := "a classic token"
	if t.Name != nil {
		text = "the classic token " + fmt.Sprintf("%q", *t.Name)
	}
	if t.Owner != nil {
		text += " of " + *t.Owner
	}
	if t.TokenID != nil {
		text += fmt.Sprintf(" (ID %d)", *t.TokenID)
	}
	return text
}

// Tally is the last line of the outputs for people.
func (d *Document) Tally() string {
	s := d.Summary
	text := d.Verdict()
	if s.Tokens-s.NotSeen > 0 {
		text += fmt.Sprintf(" %s: %d covered by a template, %d need no permission, %d can't move, %d unclear, %d refused.",
			capital(kinds(s.Covered+s.Free+s.CannotMove+s.Unclear+s.Refused)), s.Covered, s.Free, s.CannotMove, s.Unclear, s.Refused)
	}
	return text
}

// Verdict says in a sentence or two how many of the tokens can move.
func (d *Document) Verdict() string {
	s := d.Summary
	return fmt.Sprintf("%s: %d can move, %d in part or unclear, %d without a call that was seen. %s proposed.",
		format.Count(s.Tokens, "classic token"), s.Move, s.Partly, s.NotSeen, format.Count(s.Templates, "template"))
}
