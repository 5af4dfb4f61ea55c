package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// AuditBreakdown counts an audit by what its subjects have in common. Every list
// has the worst first.
type AuditBreakdown struct {
	Rules         []AuditRuleCount `json:"rules"`
	Templates     []AuditShare     `json:"templates"`
	Owners        []AuditShare     `json:"owners"`
	Organizations []AuditShare     `json:"organizations"`
}

// AuditRuleCount is what a rule found.
type AuditRuleCount struct {
	Rule     string        `json:"rule"`
	Subjects int           `json:"subjects"` // with a finding of the rule
	Findings FindingCounts `json:"findings"`
}

// AuditShare is the part of an audit that has a template, an owner, or an
// organization in common.
type AuditShare struct {
	Name     *string         `json:"name"` // null: without a template
	Requests VerdictCounts   `json:"requests"`
	Tokens   VerdictCounts   `json:"tokens"`
	Findings FindingCounts   `json:"findings"`
	Coverage *CoverageCounts `json:"coverage"` // null in documents of an earlier version
}

// Summarize puts counts in the place of the subjects. The document then has the
// formats that SummaryFormats names, and cannot be compared.
func (d *AuditDocument) Summarize() {
	if d.Breakdown != nil {
		return
	}
	d.Breakdown = &AuditBreakdown{
		Rules:         countRules(d.Subjects),
		Templates:     shares(d.Subjects, func(s *AuditSubject) *string { return s.Template }),
		Owners:        shares(d.Subjects, func(s *AuditSubject) *string { return &s.Owner }),
		Organizations: shares(d.Subjects, func(s *AuditSubject) *string { return &s.Organization }),
	}
	d.Subjects, d.Comparison = []AuditSubject{}, nil
}

// SummaryFormats are the formats that a document without subjects has: in all
// others it would look as if nothing had been found.
func SummaryFormats() []string { return []string{"text", "json", "markdown"} }

func countRules(subjects []AuditSubject) []AuditRuleCount {
	byRule := map[string]*AuditRuleCount{}
	for i := range subjects {
		seen := map[string]bool{}
		for k := range subjects[i].Findings {
			f := &subjects[i].Findings[k]
			c := byRule[f.Rule]
			if c == nil {
				c = &AuditRuleCount{Rule: f.Rule}
				byRule[f.Rule] = c
			}
			c.Findings.add(countFindings(subjects[i].Findings[k : k+1]))
			if !seen[f.Rule] {
				seen[f.Rule] = true
				c.Subjects++
			}
		}
	}
	out := make([]AuditRuleCount, 0, len(byRule))
	for _, c := range byRule {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b AuditRuleCount) int {
		return cmp.Or(b.Findings.compare(a.Findings), strings.Compare(a.Rule, b.Rule))
	})
	return out
}

func shares(subjects []AuditSubject, of func(*AuditSubject) *string) []AuditShare {
	byName := map[string]*AuditShare{}
	for i := range subjects {
		s, name := &subjects[i], of(&subjects[i])
		key := "" // no template has this address
		if name != nil {
			key = "=" + *name
		}
		share := byName[key]
		if share == nil {
			share = &AuditShare{Name: name, Coverage: &CoverageCounts{}}
			byName[key] = share
		}
		share.Findings.add(countFindings(s.Findings))
		if s.Kind == pat.KindRequest {
			share.Requests.count(s.Verdict)
			continue
		}
		share.Tokens.count(s.Verdict)
		share.Coverage.count(s)
	}
	out := make([]AuditShare, 0, len(byName))
	for _, s := range byName {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b AuditShare) int {
		return cmp.Or(b.Findings.compare(a.Findings), b.total()-a.total(), strings.Compare(orEmpty(a.Name), orEmpty(b.Name)))
	})
	return out
}

func (s *AuditShare) total() int { return s.Requests.Total + s.Tokens.Total }

// verdicts are those of requests and tokens together.
func (s *AuditShare) verdicts() VerdictCounts {
	out := s.Requests
	out.add(s.Tokens)
	return out
}

// fill makes no list nil.
func (b *AuditBreakdown) fill() {
	if b.Rules == nil {
		b.Rules = []AuditRuleCount{}
	}
	for _, list := range []*[]AuditShare{&b.Templates, &b.Owners, &b.Organizations} {
		if *list == nil {
			*list = []AuditShare{}
		}
	}
}
