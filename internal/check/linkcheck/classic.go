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
	ceiling := pat.Permissions{}
	for _, name := range scopesOf(f) {
		s, ok := scope.Named(name)
		if !ok || slices.ContainsFunc(out.Scopes, func(other scope.Scope) bool { return other.Name == name }) {
			continue
		}
		out.Scopes = append(out.Scopes, s)
		for permission, level := range s.Permissions {
			if level.Rank() > ceiling[permission].Rank() {
				ceiling[permission] = level
			}
		}
	}
	for _, t := range l.within(ceiling) {
		out.Replacements = append(out.Replacements, t.Address)
	}
	return out
}

// within returns the templates that grant something, and nothing beyond the
// permissions.
func (l *Checker) within(ceiling pat.Permissions) []*hcl.Template {
	var out []*hcl.Template
	for _, t := range l.config.Templates {
		granted := l.config.Catalog.Canonical(t.Permissions)
		beyond := false
		for name, level := range granted {
			beyond = beyond || name != "metadata" && level.Rank() > ceiling[name].Rank()
		}
		if len(granted) > 0 && !beyond {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b *hcl.Template) int {
		return cmp.Or(len(b.Permissions)-len(a.Permissions), strings.Compare(a.Address, b.Address))
	})
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
