package command

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/workspace"
)

// configuration reads the configuration without reporting its mistakes.
func configuration(e *cli.Env) *hcl.Configuration {
	cfg, _ := workspace.ReadEvaluable(e)
	return cfg
}

// plainDotted is an address that no shell takes for anything else.
var plainDotted = lazyregexp.New(`^[A-Za-z0-9_.-]+$`)

// addresses returns the addresses of templates, and of what they are below, with keys
// after dots, so that they need no quotes. Those with other keys are left out.
func addresses(r request) []cobra.Completion {
	names := map[string]string{}
	for _, t := range configuration(r.env).Templates {
		levels := workspace.AddressLevels(t.Address)
		for _, level := range levels {
			if plainDotted.MatchString(level.Dotted) && names[level.Dotted] == "" {
				names[level.Dotted] = ""
			}
		}
		if dotted := levels[len(levels)-1].Dotted; plainDotted.MatchString(dotted) {
			names[dotted] = t.Name
		}
	}
	var out []cobra.Completion
	for _, dotted := range slices.Sorted(maps.Keys(names)) {
		if names[dotted] == "" {
			out = append(out, dotted)
			continue
		}
		out = append(out, described(dotted, names[dotted]))
	}
	return out
}

// rules returns the built-in rules, and those of the policies.
func rules(r request) []cobra.Completion {
	var out []cobra.Completion
	for _, rule := range pat.Rules() {
		text, _ := judged.DescribeRule(rule.Name)
		out = append(out, described(rule.Name, text.What))
	}
	for _, p := range configuration(r.env).Policies {
		out = append(out, described(pat.PolicyRulePrefix+p.Name, "A policy of the configuration"))
	}
	return out
}

// labels returns the labels of all templates as NAME=VALUE.
func labels(r request) []cobra.Completion {
	seen := map[string]bool{}
	for _, t := range configuration(r.env).Templates {
		for name, value := range t.Labels {
			seen[name+"="+value] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func organizations(r request) []cobra.Completion {
	var out []cobra.Completion
	for _, o := range configuration(r.env).Organizations {
		out = append(out, o.Login)
	}
	return out
}

// owners returns the users that templates name as owners.
func owners(r request) []cobra.Completion {
	seen := map[string]bool{}
	for _, t := range configuration(r.env).Templates {
		for _, owner := range t.Owners {
			if _, _, team := pat.ParseTeam(owner); !team {
				seen[owner] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// assignments returns the variables of the configuration as NAME=.
func assignments(r request) []cobra.Completion {
	var out []cobra.Completion
	if strings.Contains(r.typed, "=") {
		return out
	}
	for _, name := range configuration(r.env).Names("var") {
		out = append(out, name+"=")
	}
	return out
}

// permissions returns the permissions that a template can use.
func permissions(e *cli.Env) []catalog.Permission {
	known := configuration(e).Catalog
	if known == nil {
		known = catalog.Default()
	}
	return slices.DeleteFunc(known.Permissions(), func(p catalog.Permission) bool { return !p.Status.Usable() })
}

// form returns what GitHub's form calls a permission, and the section in which it is.
func form(p catalog.Permission) string {
	if p.DisplayName == "" {
		return string(p.Section)
	}
	return p.DisplayName + " (" + string(p.Section) + ")"
}

// explainable returns permissions, and their levels behind a colon.
func explainable(r request) []cobra.Completion {
	var out []cobra.Completion
	for _, p := range permissions(r.env) {
		if !strings.HasPrefix(r.typed, p.Name+":") {
			out = append(out, described(p.Name, form(p)))
			continue
		}
		for _, level := range p.Levels {
			out = append(out, p.Name+":"+string(level))
		}
	}
	return out
}

// catalogWords returns permissions, or scopes of classic tokens behind the word scope.
func catalogWords(r request) []cobra.Completion {
	var out []cobra.Completion
	switch {
	case len(r.args) == 0:
		out = append(out, described("scope", "Print scopes of classic tokens"))
		for _, p := range permissions(r.env) {
			if r.sectionIs(string(p.Section)) {
				out = append(out, described(p.Name, form(p)))
			}
		}
	case r.args[0] == "scope":
		for _, name := range scope.Names() {
			s, _ := scope.Named(name)
			out = append(out, described(name, s.Meaning))
		}
	}
	return out
}

// sectionIs reports whether the flag --section allows a section.
func (r request) sectionIs(section string) bool {
	f := r.cmd.Flags().Lookup("section")
	return f == nil || f.Value.String() == "" || f.Value.String() == section
}
