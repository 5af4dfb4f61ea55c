package linkcheck

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// Problem is what is wrong with a parameter of a link, or with the link as
// a whole.
type Problem struct {
	Index    int // of the link's Parameters; -1: the link as a whole
	Code     diag.Code
	Severity pat.Severity // error or warning
	Summary  string       // fixed and short
	Message  string       // in whole sentences, on one line
	// Suggestion is the parameter to write instead, as NAME=VALUE, or "".
	Suggestion string
}

// Checker checks links to GitHub's form as templates are checked. It is not for
// several goroutines at once.
type Checker struct {
	stated    *check.Stated
	config    *hcl.Configuration
	templates map[string]string // addresses by the link of the template
	only      map[string]string // what Catalog.OnlyPermission says, by the word
	messages  map[string]string // the details of diagnostics in the words of links

	replacements *replacements // of links to the form for classic tokens; nil: there was none
}

// New returns checks of links with the catalog of a configuration, against
// the templates that it declares. Policies are not asked: they judge what a link
// does not say.
func New(cfg *hcl.Configuration) *Checker {
	l := &Checker{stated: check.NewStated(cfg), config: cfg, templates: map[string]string{}, only: map[string]string{}, messages: map[string]string{}}
	for _, t := range cfg.Templates {
		link := prefill.URL(strings.ToLower(cfg.Host), t.Template, cfg.Catalog)
		if _, taken := l.templates[link]; !taken {
			l.templates[link] = t.Address
		}
	}
	return l
}

// Template returns the address of the template whose link fills in the same as
// the link does, or "". Nothing equals a link with parts that are filled in later.
func (l *Checker) Template(f *prefill.Found) string {
	if f.Open || f.Classic {
		return ""
	}
	link, _ := f.Read(l.config.Catalog)
	host := strings.TrimPrefix(link.Host, "www.")
	return l.templates[prefill.URL(host, link.Template, l.config.Catalog)]
}

// Check returns what is wrong with a link: at most one problem for each of its
// parameters, in their order, then those of the link as a whole.
func (l *Checker) Check(f *prefill.Found) []Problem {
	if f.Classic {
		return l.checkClassic(f)
	}
	link, dropped := f.Read(l.config.Catalog)
	worst, repeated := map[int]Problem{}, repetitions(f)
	for i, why := range dropped {
		if p, ok := l.dropped(f, i, why, repeated[f.Parameters[i].Name]); ok {
			worst[i] = p
		}
	}
	var whole []Problem
	for _, d := range l.template(f, link, dropped) {
		p := l.problem(f, d)
		switch known, twice := worst[p.Index]; {
		case f.More && concernsAbsence(p.Code):
		case p.Index < 0:
			whole = append(whole, p)
		case !twice || known.Severity == pat.SeverityWarning && p.Severity == pat.SeverityError:
			worst[p.Index] = p
		}
	}
	var problems []Problem
	for i := range f.Parameters {
		if p, ok := worst[i]; ok {
			problems = append(problems, p)
		}
	}
	whole = slices.DeleteFunc(whole, func(p Problem) bool { return followsFrom(p, problems) })
	return append(append(problems, whole...), aboutAddress(f)...)
}

// followsFrom reports whether a problem of the whole link is only that what a
// wrong parameter was meant for is missing.
func followsFrom(whole Problem, problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool {
		switch whole.Code {
		case "no-permissions":
			return p.Severity == pat.SeverityError
		case "no-lifetime":
			return strings.HasPrefix(p.Suggestion, "expires_in=")
		}
		return false
	})
}

// concernsAbsence reports whether a problem is that something is not there.
func concernsAbsence(code diag.Code) bool {
	switch code {
	case "no-lifetime", "no-permissions", "organization-permissions-without-target":
		return true
	}
	return false
}

// template makes the checks of a template. The bytes of the diagnostics' ranges
// are the indexes of the parameters.
func (l *Checker) template(f *prefill.Found, link prefill.Link, dropped []string) diag.Diagnostics {
	t := link.Template
	t.Permissions = link.Written
	at, permissions, unread := map[string]diag.Range{}, map[string]diag.Range{}, map[string]bool{}
	for i, p := range f.Parameters {
		_, isPermission := t.Permissions[p.Name]
		switch {
		case isPermission:
			permissions[p.Name] = indexRange(i)
		case dropped[i] == "":
			at[p.Name] = indexRange(i)
		case p.Open || p.Name == "expires_in": // a wrong one is reported already
			at[p.Name], unread[p.Name] = indexRange(i), true
		}
	}
	return l.stated.Check(hcl.StatedTemplate(t, indexRange(-1), at, permissions, unread))
}

// indexRange is a range that represents the parameter with an index.
func indexRange(i int) diag.Range {
	return diag.Range{Filename: "link", Start: diag.Pos{Line: 1, Column: 1, Byte: i}, End: diag.Pos{Line: 1, Column: 1, Byte: i}}
}
