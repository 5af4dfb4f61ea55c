package linkcheck

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// Classic is what a link to the form for classic tokens asks for.
type Classic struct {
	Scopes []scope.Scope // that GitHub knows, in the order of the link
	// Replacements are the addresses of templates that stay within the scopes,
	// those with the most permissions first.
	Replacements []string
}

// Classic returns what a link to the form for classic tokens asks for.
func (l *Checker) Classic(f *prefill.Found) Classic {
	var out Classic
	var names []string
	for _, name := range scopesOf(f) {
		s, ok := scope.Named(name)
		if !ok || slices.Contains(names, name) {
			continue
		}
		names, out.Scopes = append(names, name), append(out.Scopes, s)
	}
	out.Replacements = l.within(names, out.Scopes)
	return out
}

// replacements are the templates of a configuration by what they grant. Very many links have few combinations of
// scopes, and very many templates have few combinations of permissions.
type replacements struct {
	grants []grant
	within map[string][]string // addresses, by the scopes that they stay within
	shared map[string][]string // by the numbers of the grants that these have
}

// grant is a combination of permissions and the templates that have it.
type grant struct {
	permissions pat.Permissions
	templates   []*hcl.Template
}

func newReplacements(cfg *hcl.Configuration) *replacements {
	r := &replacements{within: map[string][]string{}, shared: map[string][]string{}}
	numbers := map[string]int{}
	for _, t := range cfg.Templates {
		granted := cfg.Catalog.Canonical(t.Permissions)
		if len(granted) == 0 {
			continue
		}
		key := fmt.Sprint(granted)
		i, known := numbers[key]
		if !known {
			i = len(r.grants)
			numbers[key], r.grants = i, append(r.grants, grant{permissions: granted})
		}
		r.grants[i].templates = append(r.grants[i].templates, t)
	}
	return r
}

// within returns the addresses of the templates that grant something, and nothing beyond
// scopes. Links share them.
func (l *Checker) within(names []string, scopes []scope.Scope) []string {
	if l.replacements == nil {
		l.replacements = newReplacements(l.config)
	}
	r, id := l.replacements, strings.Join(names, " ")
	out, known := r.within[id]
	if !known {
		out = r.find(scopes)
		r.within[id] = out
	}
	return out
}

func (r *replacements) find(scopes []scope.Scope) []string {
	ceiling := pat.Permissions{}
	for _, s := range scopes {
		for permission, level := range s.Permissions {
			if level.Rank() > ceiling[permission].Rank() {
				ceiling[permission] = level
			}
		}
	}
	var numbers []int
	for i, g := range r.grants {
		if g.within(ceiling) {
			numbers = append(numbers, i)
		}
	}
	id := fmt.Sprint(numbers)
	out, known := r.shared[id]
	if !known {
		out = r.addresses(numbers)
		r.shared[id] = out
	}
	return out
}

func (g *grant) within(ceiling pat.Permissions) bool {
	for name, level := range g.permissions {
		if name != "metadata" && level.Rank() > ceiling[name].Rank() {
			return false
		}
	}
	return true
}

// addresses returns those of the templates with some grants, the largest first.
func (r *replacements) addresses(numbers []int) []string {
	var templates []*hcl.Template
	for _, i := range numbers {
		templates = append(templates, r.grants[i].templates...)
	}
	slices.SortFunc(templates, func(a, b *hcl.Template) int {
		return cmp.Or(len(b.Permissions)-len(a.Permissions), strings.Compare(a.Address, b.Address))
	})
	var out []string
	for _, t := range templates {
		out = append(out, t.Address)
	}
	return out
}

// scopesOf returns the scopes of a link as they are written.
func scopesOf(f *prefill.Found) []string {
	var out []string
	for _, p := range f.Parameters {
		if p.Name == "scopes" && !p.Open {
			out = append(out, strings.FieldsFunc(p.Value, func(r rune) bool { return r == ',' || r == ' ' || r == '+' })...)
		}
	}
	return out
}

// checkClassic returns what is wrong with a link to the form for classic tokens.
func (l *Checker) checkClassic(f *prefill.Found) []Problem {
	var problems []Problem
	for i, p := range f.Parameters {
		if p.Name != "scopes" || p.Open {
			continue
		}
		for _, name := range scopesOf(&prefill.Found{Parameters: f.Parameters[i : i+1]}) {
			if _, ok := scope.Named(name); !ok {
				out := Problem{Index: i, Severity: pat.SeverityError}
				out.say("unknown-scope", "Unknown scope", fmt.Sprintf("GitHub ignores the unknown scope %q.%s", name, diag.DidYouMean(name, scope.Names())))
				problems = append(problems, out)
				break // one problem for each parameter
			}
		}
	}
	whole := Problem{Index: -1, Severity: pat.SeverityWarning}
	whole.say("classic-link", "Link to a classic token", l.aboutClassic(f))
	return append(append(problems, whole), aboutAddress(f)...)
}

// aboutClassic says what the token of a link could do, and what replaces it.
func (l *Checker) aboutClassic(f *prefill.Found) string {
	c := l.Classic(f)
	text := "This link creates a classic token. It does not set scopes, so the user selects them in the form."
	if len(c.Scopes) > 0 {
		var grants []string
		for _, s := range c.Scopes {
			grants = append(grants, fmt.Sprintf("%s (%s)", s.Name, s.Meaning))
		}
		text = "This link creates a classic token. Its scopes apply to everything that its owner can access: " + strings.Join(grants, "; ") + "."
	}
	switch n := len(c.Replacements); {
	case n > 0:
		text += " Replace it with the link of a template that stays within these scopes: " + strings.Join(c.Replacements[:min(n, check.MaxNamed)], ", ") + "."
		if n > check.MaxNamed {
			text += fmt.Sprintf(" %d more templates do, too.", n-check.MaxNamed)
		}
	case len(l.config.Templates) > 0 && len(c.Scopes) > 0:
		text += " No template stays within these scopes. Declare one with the permissions that the token needs: patctl explain shows which permissions a call needs."
	default:
		text += " Use a fine-grained token instead: patctl explain shows which permissions a call needs."
	}
	return text
}
