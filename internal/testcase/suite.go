package testcase

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Suite is test files that share a configuration.
type Suite struct {
	// Config was loaded with hcl.Options.Evaluate, and has no errors.
	Config *hcl.Configuration
	Files  []*File
	// Snapshot reads the snapshot of a file that a case names. It is called once for each.
	Snapshot func(name string) (*github.Snapshot, error)
}

// Resolve evaluates the arguments of all cases. Each diagnostic has a subject.
func (s *Suite) Resolve() diag.Diagnostics {
	read := map[string]*snapshot{}
	r := &resolver{evaluator: evaluator{evaluate: s.Config.Evaluate}, known: s.known()}
	r.snapshots = func(name string, at diag.Range) (*snapshot, *diag.Diagnostic) {
		if known, again := read[name]; again {
			return known, nil
		}
		read[name] = nil
		found, err := s.Snapshot(name)
		if err != nil {
			return nil, diag.Error(at, "unreadable-snapshot", "Unreadable snapshot", sentence(err.Error()))
		}
		read[name] = newSnapshot(found)
		return read[name], nil
	}
	for _, f := range s.Files {
		for _, c := range f.Cases {
			r.resolve(c)
		}
	}
	diag.Sort(r.diags)
	return r.diags
}

// Strict makes errors of warnings about values in a test file: a value for a variable that
// does not exist changes nothing, so the case would not test what it says.
func Strict(diags diag.Diagnostics, file string) {
	for i, d := range diags {
		if d.Subject != nil && d.Subject.Filename == file && !diag.IsError(d) {
			strict := diag.Error(*d.Subject, diag.CodeOf(d), d.Summary, d.Detail)
			strict.Extra = d.Extra
			diags[i] = strict
		}
	}
}

// sentence makes one of an error.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// known returns what the words in test files can name.
func (s *Suite) known() known {
	out := known{host: s.Config.Host, catalog: s.Config.Catalog, teams: audit.NamedTeams(s.Config)}
	for _, t := range s.Config.Templates {
		out.templates = append(out.templates, t.Address)
	}
	for _, r := range pat.Rules() {
		out.rules = append(out.rules, r.Name)
	}
	for _, p := range s.Config.Policies {
		out.rules = append(out.rules, pat.PolicyRulePrefix+p.Name)
	}
	out.organizations = organizations(s.Config)
	return out
}

// organizations returns the logins of the organizations that a configuration declares, or if
// it declares none, those that its templates are for.
func organizations(cfg *hcl.Configuration) []string {
	var logins []string
	for _, o := range cfg.Organizations {
		logins = append(logins, o.Login)
	}
	for _, t := range cfg.Templates {
		if len(cfg.Organizations) == 0 && t.TargetName != "" {
			logins = append(logins, t.TargetName)
		}
	}
	slices.SortStableFunc(logins, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return slices.CompactFunc(logins, strings.EqualFold)
}
