package adopt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/literal"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// document is configuration to be written.
type document struct {
	comments      []string
	host          string // "": not written
	permissions   []catalog.Permission
	organizations []string
	templates     []block
	exceptions    []exception
}

// source returns the document in HCL, not yet in canonical layout.
func (d *document) source() []byte {
	var w writer
	w.comment(d.comments)
	w.settings(d.host, d.permissions)
	for _, login := range d.organizations {
		w.line("\norganization %s {}", literal.Quote(login))
	}
	for _, t := range d.templates {
		w.template(t)
	}
	for _, e := range d.exceptions {
		w.exception(e)
	}
	return []byte(strings.TrimLeft(w.String(), "\n"))
}

type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) {
	_, _ = fmt.Fprintf(w, format+"\n", args...) // a Builder takes everything
}

func (w *writer) comment(lines []string) {
	for _, line := range lines {
		w.line("# %s", diag.Printable(line))
	}
}

// argument writes an argument unless its value is empty.
func (w *writer) argument(name, value string) {
	if value != "" {
		w.line("%s = %s", name, value)
	}
}

// text writes an argument whose value is a string, unless that is empty.
func (w *writer) text(name, value string) {
	if value != "" {
		w.argument(name, literal.Quote(value))
	}
}

func (w *writer) settings(host string, permissions []catalog.Permission) {
	if host == "" && len(permissions) == 0 {
		return
	}
	w.line("")
	if len(permissions) > 0 {
		w.comment([]string{"Tokens have these permissions, but the catalog in this version of patctl does not list them this way."})
	}
	w.line("patctl {")
	w.text("host", host)
	for i, p := range permissions {
		if i > 0 || host != "" {
			w.line("")
		}
		w.line("permission %s {", literal.Quote(p.Name))
		if p.DisplayName != p.Name {
			w.text("display_name", p.DisplayName)
		}
		w.text("section", string(p.Section))
		w.argument("levels", list(p.Levels))
		w.line("}")
	}
	w.line("}")
}

func (w *writer) template(t block) {
	w.line("")
	w.comment(t.comments)
	w.line("template %s {", literal.Quote(t.label))
	w.argument("name", literal.Quote(t.Name))
	w.text("description", t.Description)
	w.text("target_name", t.TargetName)
	w.argument("expires_in", expiry(t.ExpiresIn))
	w.argument("permissions", permissions(t.Permissions))
	w.argument("repositories", repositories(t.Repositories))
	w.argument("owners", list(t.Owners))
	w.argument("endpoints", list(t.Endpoints))
	if t.Match.Name != "" {
		w.line("\nmatch {")
		w.text("name", t.Match.Name)
		w.line("}")
	}
	w.line("}")
}

func (w *writer) exception(e exception) {
	w.line("")
	w.comment(e.comments)
	w.line("exception %s {", literal.Quote(e.label))
	w.text("organization", e.organization)
	if e.tokenID != 0 {
		w.argument("token_id", strconv.FormatInt(e.tokenID, 10))
	}
	w.text("owner", e.owner)
	w.text("name", e.name)
	w.argument("rules", list(e.rules))
	w.text("reason", e.reason)
	w.text("expires", e.expires)
	w.line("}")
}

func expiry(e pat.Expiry) string {
	if e.Never {
		return literal.Quote(e.String())
	}
	return e.String()
}

// maxInline is how many elements fit on one line.
const maxInline = 3

// list writes a list of strings; an empty one is "".
func list[S ~string](elements []S) string {
	if len(elements) == 0 {
		return ""
	}
	quoted := make([]string, len(elements))
	for i, e := range elements {
		quoted[i] = literal.Quote(string(e))
	}
	return bracketed("[", quoted, "]", ",")
}

// bracketed writes elements on one line, or where there are many on one each.
func bracketed(open string, elements []string, shut, separator string) string {
	if len(elements) > maxInline {
		return open + "\n" + strings.Join(elements, separator+"\n") + separator + "\n" + shut
	}
	return open + strings.Join(elements, ", ") + shut
}

func repositories(r pat.Repositories) string {
	if r.Patterns != nil {
		return list(r.Patterns)
	}
	if r.IsZero() {
		return ""
	}
	return literal.Quote(string(r.Selection))
}

// plainKey is a key that is in an object without quotes.
var plainKey = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// keywords mean something else than themselves as keys.
var keywords = []string{"for", "if", "in", "null", "true", "false"}

func permissions(p pat.Permissions) string {
	var items []string
	for _, name := range p.Names() {
		key := name
		if !plainKey.MatchString(key) || slices.Contains(keywords, key) {
			key = literal.Quote(key)
		}
		items = append(items, key+" = "+literal.Quote(string(p[name])))
	}
	switch {
	case len(items) == 0:
		return "{}"
	case len(items) > maxInline:
		return bracketed("{", items, "}", "")
	}
	return bracketed("{ ", items, " }", "")
}
