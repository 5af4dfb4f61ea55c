package use

import (
	_ "embed" // for the parts of the page
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// The parts of a page that the section needs: templates; "template-use" lists what the
// tokens of templates used, and the script for the details of a token.
var (
	//go:embed html/use.tmpl
	Templates string
	//go:embed html/use.js
	Script string
)

// PageTemplate is a template that grants more than its tokens used, safe to show.
type PageTemplate struct {
	Title    string
	Unneeded []PageUnneeded
	Enough   string // permissions; "": not known
	URL      string // "": none that is safe
	Remove   string // endpoints; "": none
}

// PageUnneeded is a permission of a template.
type PageUnneeded struct{ Name, Value, Words string }

// maxPage is how many templates a page lists.
const maxPage = 100

// Page returns the templates that grant more than their tokens used, and says how many are
// not shown.
func Page(list []Template) (shown []PageTemplate, more string) {
	found := wide(list)
	for i := range found[:min(len(found), maxPage)] {
		t := &found[i]
		page := PageTemplate{Title: t.Title()}
		for k := range t.Unneeded {
			u := &t.Unneeded[k]
			page.Unneeded = append(page.Unneeded, PageUnneeded{Argument(u.Name), quoted(string(u.Granted)), u.Words()})
		}
		if t.Narrower != nil {
			page.Remove = t.EndpointsWords()
			page.Enough = diag.Printable(oneLine(t.Narrower.Permissions))
			page.URL = format.SafeLink(format.OrEmpty(t.Narrower.URL))
		}
		shown = append(shown, page)
	}
	if rest := len(found) - len(shown); rest > 0 {
		more = format.Counted(rest, "more template", "more templates") + ". The JSON has all of them."
	}
	return shown, more
}

// Row is a token as the script reads it: texts, by their places, for the summary, the doubt,
// the link, and each permission. It is nil for a token that nothing covers.
func (s *Seen) Row(text func(string) int) []any {
	if s == nil {
		return nil
	}
	url := 0
	if s.Narrower != nil {
		url = text(format.SafeLink(format.OrEmpty(s.Narrower.URL)))
	}
	lines := [][5]int{}
	line := func(name, granted, seen string, state usage.State, reasons []usage.Reason) {
		why := ""
		if len(reasons) > 0 {
			why = Because(reasons)
		}
		lines = append(lines, [5]int{text(name), text(granted), text(seen), text(strings.ReplaceAll(string(state), "_", " ")), text(why)})
	}
	for i := range s.Permissions {
		p := &s.Permissions[i]
		seen := pat.NoAccess
		if p.Seen != nil {
			seen = *p.Seen
		}
		line(p.Name, string(p.Granted), string(seen), p.State, p.Reasons)
	}
	if r := &s.Repositories; r.State != nil {
		line(RepositoriesLine, selection(r.Granted), s.RepositoriesWords(), *r.State, r.Reasons)
	}
	return []any{text(s.Summary()), text(s.Doubt()), url, lines}
}
