package analysis

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

const (
	// OpenLink is the command that opens its one argument, a URL.
	OpenLink = "patctl.openLink"
	// maxLenses bounds the templates of a document with lenses, and maxShown the instances of each.
	maxLenses = 2000
	maxShown  = 3
	maxNamed  = 3 // permissions
)

// templateHeader begins a template block in native syntax.
var templateHeader = lazyregexp.New(`(?m)^[ \t]*template[ \t]+"?([\pL\pN_-]+)"?[ \t]*\{`)

// Lenses are what is shown above the template blocks of a document in native syntax: its links, and
// what is most powerful in it. There are none above a block with an error.
func (r *Result) Lenses(file string, doc *outline.Document) []protocol.CodeLens {
	lenses := []protocol.CodeLens{}
	blocks := 0
	for i, part := range doc.Parts() {
		m := templateHeader.FindSubmatchIndex(part.Text())
		if m == nil || blocks >= maxLenses {
			continue
		}
		facts := r.facts[file][string(part.Text()[m[2]:m[3]])]
		if len(facts) == 0 || r.hasError(file, doc.Start(i).Line, doc.Start(i+1).Line) {
			continue
		}
		blocks++
		at := doc.Start(i).Byte + m[0]
		where := doc.Range(at, at+len(bytes.TrimRight(part.Text()[m[0]:m[1]], " {\t")))
		for _, command := range r.commands(facts) {
			lenses = append(lenses, protocol.CodeLens{Range: where, Command: &command})
		}
	}
	return lenses
}

// hasError reports whether a diagnostic about some lines is an error.
func (r *Result) hasError(file string, first, next int) bool {
	return slices.ContainsFunc(r.files[file], func(d protocol.Diagnostic) bool {
		return d.Severity == protocol.SeverityError && first <= d.Range.Start.Line && d.Range.Start.Line < max(next, first+1)
	})
}

// commands are the links of a block's instances, and their risk, once if it is the same.
func (r *Result) commands(facts []fact) []protocol.Command {
	var out []protocol.Command
	shown := facts[:min(len(facts), maxShown)]
	for _, f := range shown {
		if f.linked {
			out = append(out, protocol.Command{Title: keyed("Open link in GitHub", f.key), Command: OpenLink, Arguments: []any{prefill.URL(r.host, f.Template, r.catalog)}})
		}
	}
	if more := len(facts) - len(shown); more > 0 {
		out = append(out, protocol.Command{Title: fmt.Sprintf("and %d more", more)})
	}
	if risk := riskOf(facts[0]); !slices.ContainsFunc(facts, func(f fact) bool { return riskOf(f) != risk }) {
		return append(out, protocol.Command{Title: risk})
	}
	for _, f := range shown {
		out = append(out, protocol.Command{Title: keyed(riskOf(f), f.key)})
	}
	return out
}

// keyed puts the key of an instance before a title.
func keyed(title, key string) string {
	if key == "" {
		return title
	}
	return diag.Printable(key) + ": " + title
}

// riskOf says what a token of a template can do at most: how many permissions it has, those with
// the highest levels, whether it is for all repositories, and how long it lives.
func riskOf(f fact) string {
	if !f.known {
		return "Permissions are not known"
	}
	parts := []string{powers(f.Permissions)}
	if f.Repositories.Selection == pat.AllRepositories {
		parts = append(parts, "all repositories")
	}
	switch {
	case f.ExpiresIn.Never:
		parts = append(parts, "never expires")
	case f.ExpiresIn.Days > 0:
		parts = append(parts, "expires after "+diag.Counted(f.ExpiresIn.Days, "day"))
	}
	return strings.Join(parts, "; ")
}

func powers(permissions pat.Permissions) string {
	if len(permissions) == 0 {
		return "No permissions"
	}
	text := diag.Counted(len(permissions), "permission")
	high := false
	for _, level := range []pat.Level{pat.Admin, pat.Write} {
		var names []string
		for _, name := range permissions.Names() {
			if permissions[name] == level {
				names = append(names, diag.Printable(name))
			}
		}
		if len(names) > 0 {
			text += fmt.Sprintf(", %s access to %s", level, fewOf(names))
			high = true
		}
	}
	if !high {
		text += ", read-only"
	}
	return text
}

// fewOf lists names, the first few of many.
func fewOf(names []string) string {
	if more := len(names) - maxNamed; more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(names[:maxNamed], ", "), more)
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return names[0]
}
