package testcase

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// Untouched is what no case depends on. The lists are sorted.
type Untouched struct {
	Templates []string // addresses that no case has
	Policies  []string // with their module, that no case violates
	Rules     []string // of rule blocks, that find nothing in any case
}

// Coverage collects what cases depend on, over several suites.
type Coverage struct {
	templates, policies, rules map[string]bool // false: no case so far
}

// NewCoverage returns one of nothing.
func NewCoverage() *Coverage {
	return &Coverage{map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

// Add adds a configuration, and the results of the cases that were run with it.
func (c *Coverage) Add(cfg *hcl.Configuration, results []Result) {
	declared := map[diag.Range]string{}
	for _, t := range cfg.Templates {
		note(c.templates, t.Address)
	}
	for _, p := range cfg.Policies {
		if p.Applies(pat.KindRequest) || p.Applies(pat.KindToken) {
			name := policyName(p)
			declared[p.Range] = name
			note(c.policies, name)
		}
	}
	for _, r := range cfg.Rules {
		if r.Severity != pat.SeverityOff && !slices.Contains(fromUse, r.Name) {
			note(c.rules, r.Name)
		}
	}
	for i := range results {
		c.result(&results[i], declared)
	}
}

// fromUse are the rules that find nothing without what tokens did, or classic tokens, which
// no case has.
var fromUse = []string{"unused-permission", "unused-write", "unused-repositories", "beyond-template", "classic-token"}

func policyName(p *hcl.Policy) string {
	if p.Module != "" {
		return p.Name + " of " + p.Module
	}
	return p.Name
}

func note(all map[string]bool, name string) { all[name] = all[name] || false }

func (c *Coverage) result(r *Result, policies map[diag.Range]string) {
	if address := r.Template(); address != "" {
		c.templates[address] = true
	}
	if r.Subject == nil {
		return
	}
	for _, f := range r.Subject.Findings {
		if _, configured := c.rules[f.Rule]; configured {
			c.rules[f.Rule] = true
		}
		if f.Range != nil && strings.HasPrefix(f.Rule, pat.PolicyRulePrefix) {
			c.policies[policies[*f.Range]] = true
		}
	}
}

// Untouched returns what no case depends on.
func (c *Coverage) Untouched() Untouched {
	return Untouched{falseOnes(c.templates), falseOnes(c.policies), falseOnes(c.rules)}
}

func falseOnes(all map[string]bool) []string {
	var names []string
	for name, touched := range all {
		if !touched {
			names = append(names, name)
		}
	}
	return sorted(names)
}
