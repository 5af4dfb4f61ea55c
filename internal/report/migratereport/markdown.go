package migratereport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// markdown writes a section for each token.
func (d *Document) markdown(b *bytes.Buffer, p format.Palette) {
	w := markdownWriter{b, p}
	w.line("# From classic to fine-grained tokens\n")
	w.line("%s\n", format.Prose(d.Tally()))
	for i := range d.Tokens {
		w.token(&d.Tokens[i])
	}
	w.sources(d)
}

type markdownWriter struct {
	*bytes.Buffer
	format.Palette
}

// line writes a line whose arguments are escaped already.
func (w markdownWriter) line(text string, args ...any) {
	_, _ = fmt.Fprintf(w.Buffer, text+"\n", args...) // a Buffer takes everything
}

// sentence is text in patctl's own words, with names of the catalog and logins only.
func (w markdownWriter) sentence(text string) string {
	return format.Prose(diag.Printable(w.Program.Say(text)))
}

func (w markdownWriter) token(t *Token) {
	w.line("## %s\n", titleMarkdown(t))
	for _, s := range t.Scopes {
		w.line("- Scope %s: %s", format.Code(s.Name), s.words())
	}
	if note := t.undescribed(); note != "" {
		w.line("- %s", w.sentence(note))
	}
	if t.ExpiresAt != nil {
		w.line("- Expires: %s", w.Day(*t.ExpiresAt))
	}
	if t.LastUsedAt != nil {
		w.line("- Last used: %s", w.Day(*t.LastUsedAt))
	}
	for _, remark := range t.Remarks {
		w.line("- %s", w.sentence(remark))
	}
	w.line("")
	for i := range t.Templates {
		w.template(&t.Templates[i])
	}
	w.stuck("Can't move", t.CannotMove)
	w.stuck("Unclear", t.Unclear)
	if len(t.Free) > 0 {
		w.line("### Needs no permission\n")
		for i := range t.Free {
			w.line("- %s", callMarkdown(&t.Free[i].Call))
			if len(t.Free[i].More) > 0 {
				w.line("  %s", format.Prose(t.Free[i].moreText()))
			}
		}
		w.line("")
	}
	if len(t.Refused) > 0 {
		w.line("### Refused by GitHub\n\nNo template covers these calls.\n")
		for i := range t.Refused {
			w.line("- %s", callMarkdown(&t.Refused[i]))
		}
		w.line("")
	}
}

func titleMarkdown(t *Token) string {
	text := "A classic token"
	if t.Name != nil {
		text = "The classic token " + format.Code(format.Clip(*t.Name, format.MaxCell))
	}
	if t.Owner != nil {
		text += " of " + format.Code(*t.Owner)
	}
	if t.TokenID != nil {
		text += fmt.Sprintf(" (ID %d)", *t.TokenID)
	}
	return text
}

func (w markdownWriter) template(t *Template) {
	w.line("### For %s\n", ownerMarkdown(t.ResourceOwner))
	w.line("| Permission | Level | For |\n|---|---|---|")
	for _, c := range t.Choices {
		var calls []string
		for _, e := range c.For[:min(len(c.For), maxNamed)] {
			calls = append(calls, format.CellCode(e))
		}
		if more := len(c.For) - len(calls); more > 0 {
			calls = append(calls, fmt.Sprintf("%d more", more))
		}
		w.line("| %s | %s | %s |", format.CellCode(c.Permission), format.CellCode(string(c.Level)), strings.Join(calls, "<br>"))
	}
	w.line("")
	if len(t.Seen) > 0 {
		more := ""
		if n := len(t.Seen) - format.MaxListed; n > 0 {
			more = fmt.Sprintf(", and %d more", n)
		}
		w.line("- Repositories: %s%s", format.Codes(t.Seen[:min(len(t.Seen), format.MaxListed)]), more)
	}
	for _, remark := range t.Remarks {
		w.line("- %s", w.sentence(remark))
	}
	for i := range t.Depends {
		w.line("- May need more: %s", w.sentence(t.Depends[i].text()))
	}
	if len(t.Seen)+len(t.Remarks)+len(t.Depends) > 0 {
		w.line("")
	}
	w.line("%s\n", fenced(withoutComments(t.HCL)))
	if url := format.SafeLink(t.URL); url != "" {
		w.line("[Create token](%s)\n", url)
	}
}

func ownerMarkdown(o ResourceOwner) string {
	if o.Login == nil {
		return o.text()
	}
	return format.Code(o.text())
}

// fenced is a block of code, whatever is in it.
func fenced(source string) string {
	source = strings.TrimRight(diag.PrintableText(source), "\n")
	fence := "```"
	for strings.Contains(source, fence) {
		fence += "`"
	}
	return fence + "hcl\n" + source + "\n" + fence
}

func callMarkdown(c *Call) string { return format.Code(c.text()) }

func (w markdownWriter) stuck(title string, list []Stuck) {
	if len(list) == 0 {
		return
	}
	w.line("### %s\n", title)
	for _, group := range grouped(list) {
		for _, c := range group.calls {
			w.line("- %s", callMarkdown(c))
		}
		w.line("\n  %s %s\n", w.sentence(group.why), w.sentence(group.next))
	}
}

func (w markdownWriter) sources(d *Document) {
	if len(d.Coverage) > 0 {
		w.line("## Sources\n")
	}
	for i := range d.Coverage {
		w.line("- %s", format.Code(d.Coverage[i].text()))
	}
	for i := range d.Others {
		w.line("- %s", format.Code(d.Others[i].text()))
	}
	for i := range d.Incomplete {
		w.line("- Missing: %s", format.Code(format.Clip(d.Incomplete[i].text(), format.MaxCell)))
	}
	if len(d.Coverage)+len(d.Others)+len(d.Incomplete) > 0 {
		w.line("")
	}
	w.line("## Not shown\n")
	for _, text := range d.NotShown {
		w.line("- %s", w.sentence(text))
	}
}
