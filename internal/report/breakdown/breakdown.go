package breakdown

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// Breakdown counts an audit by what its subjects have in common. Every list
// has the worst first.
type Breakdown struct {
	Rules         []RuleCount `json:"rules"`
	Templates     []Share     `json:"templates"`
	Owners        []Share     `json:"owners"`
	Organizations []Share     `json:"organizations"`
}

// RuleCount is what a rule found.
type RuleCount struct {
	Rule     string               `json:"rule"`
	Subjects int                  `json:"subjects"` // with a finding of the rule, and classic tokens
	Findings format.FindingCounts `json:"findings"`
}

// Share is the part of an audit that has a template, an owner, or an
// organization in common.
type Share struct {
	Name     *string                `json:"name"` // null: without a template
	Requests judged.VerdictCounts   `json:"requests"`
	Tokens   judged.VerdictCounts   `json:"tokens"`
	Findings format.FindingCounts   `json:"findings"`
	Coverage *judged.CoverageCounts `json:"coverage"` // null in documents of an earlier version
}

// New counts subjects by rule, template, owner, and organization. Others are the findings
// of what is no subject.
func New(subjects *judged.Subjects, others [][]judged.Finding) *Breakdown {
	b := OfRules(subjects, others)
	b.Templates = shares(subjects, func(s *judged.Subject) *string { return s.Template })
	b.Owners = shares(subjects, func(s *judged.Subject) *string { return &s.Owner })
	b.Organizations = shares(subjects, func(s *judged.Subject) *string { return &s.Organization })
	return b
}

// OfRules counts by rule only.
func OfRules(subjects *judged.Subjects, others [][]judged.Finding) *Breakdown {
	byRule := map[string]*RuleCount{}
	for _, s := range subjects.All() {
		countRules(byRule, s.Findings)
	}
	for _, findings := range others {
		countRules(byRule, findings)
	}
	out := make([]RuleCount, 0, len(byRule))
	for _, c := range byRule {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b RuleCount) int {
		return cmp.Or(b.Findings.Compare(a.Findings), strings.Compare(a.Rule, b.Rule))
	})
	return &Breakdown{Rules: out}
}

// countRules adds the findings of one request or token.
func countRules(byRule map[string]*RuleCount, findings []judged.Finding) {
	seen := map[string]bool{}
	for k := range findings {
		f := &findings[k]
		c := byRule[f.Rule]
		if c == nil {
			c = &RuleCount{Rule: f.Rule}
			byRule[f.Rule] = c
		}
		c.Findings.Add(judged.CountFindings(findings[k : k+1]))
		if !seen[f.Rule] {
			seen[f.Rule] = true
			c.Subjects++
		}
	}
}

func shares(subjects *judged.Subjects, of func(*judged.Subject) *string) []Share {
	byName := map[string]*Share{}
	for _, s := range subjects.All() {
		name := of(s)
		key := "" // no template has this address
		if name != nil {
			key = "=" + *name
		}
		share := byName[key]
		if share == nil {
			share = &Share{Name: name, Coverage: &judged.CoverageCounts{}}
			byName[key] = share
		}
		share.Findings.Add(judged.CountFindings(s.Findings))
		if s.Kind == pat.KindRequest {
			share.Requests.Count(s.Verdict)
			continue
		}
		share.Tokens.Count(s.Verdict)
		share.Coverage.Count(s)
	}
	out := make([]Share, 0, len(byName))
	for _, s := range byName {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Share) int {
		return cmp.Or(b.Findings.Compare(a.Findings), b.total()-a.total(), strings.Compare(format.OrEmpty(a.Name), format.OrEmpty(b.Name)))
	})
	return out
}

func (s *Share) total() int { return s.Requests.Total + s.Tokens.Total }

// verdicts are those of requests and tokens together.
func (s *Share) verdicts() judged.VerdictCounts {
	out := s.Requests
	out.Add(s.Tokens)
	return out
}

// Fill makes no list nil.
func (b *Breakdown) Fill() {
	b.Rules = format.NotNil(b.Rules)
	for _, list := range []*[]Share{&b.Templates, &b.Owners, &b.Organizations} {
		*list = format.NotNil(*list)
	}
}
