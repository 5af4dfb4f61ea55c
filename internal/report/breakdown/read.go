package breakdown

import (
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// Check finds counts that are not those of a summary. Partial: the summary is of a part
// of what there is, and so has no coverage.
func (b *Breakdown) Check(summary *judged.Summary, partial bool) error {
	if err := b.checkRules(summary); err != nil {
		return err
	}
	counts := make([]*judged.CoverageCounts, 0, 3)
	for _, list := range [][]Share{b.Templates, b.Owners, b.Organizations} {
		coverage, err := checkShares(list, summary)
		if err != nil {
			return err
		}
		counts = append(counts, coverage)
	}
	return checkCoverage(summary, partial, counts)
}

func (b *Breakdown) checkRules(summary *judged.Summary) error {
	var rules format.FindingCounts
	seen := map[string]bool{}
	for _, r := range b.Rules {
		rules.Add(r.Findings)
		if seen[r.Rule] || r.Findings.Negative() || r.Subjects < 1 || r.Subjects > min(r.Findings.Total(), summary.Total()+summary.Classic()) {
			return fmt.Errorf("its counts for the rule %s contradict each other", diag.Printable(r.Rule))
		}
		seen[r.Rule] = true
	}
	if rules != summary.Findings {
		return errors.New("its findings by rule do not add up to its summary")
	}
	return nil
}

// checkShares returns the coverage of all shares together; nil: they do not say.
func checkShares(list []Share, summary *judged.Summary) (*judged.CoverageCounts, error) {
	sum, coverage, told := Share{}, &judged.CoverageCounts{}, 0
	seen := map[string]bool{}
	for i := range list {
		s := &list[i]
		name := fmt.Sprint(s.Name != nil, format.OrEmpty(s.Name))
		if seen[name] || s.contradicts() {
			return nil, fmt.Errorf("its counts for %s contradict each other", diag.Printable(format.OrEmpty(s.Name)))
		}
		seen[name] = true
		sum.Requests.Add(s.Requests)
		sum.Tokens.Add(s.Tokens)
		sum.Findings.Add(s.Findings)
		if s.Coverage != nil {
			told++
			coverage.ActiveTokens += s.Coverage.ActiveTokens
			coverage.CoveredTokens += s.Coverage.CoveredTokens
		}
	}
	if summary.ClassicTokens != nil {
		sum.Findings.Add(summary.ClassicTokens.Findings)
	}
	if sum.Requests != summary.Requests || sum.Tokens != summary.Tokens || sum.Findings != summary.Findings || told != 0 && told != len(list) {
		return nil, errors.New("its counts do not add up to its summary")
	}
	if told == 0 && len(list) > 0 {
		return nil, nil
	}
	return coverage, nil
}

// contradicts reports whether the counts of a share cannot be those of requests
// and tokens.
func (s *Share) contradicts() bool {
	if !s.Requests.AddUp() || !s.Tokens.AddUp() || s.Findings.Negative() || s.total() == 0 {
		return true
	}
	c := s.Coverage
	return c != nil && (c.CoveredTokens < 0 || c.CoveredTokens > min(c.ActiveTokens, s.Tokens.Conforming+s.Tokens.Excepted) || c.ActiveTokens > s.Tokens.Total)
}

// checkCoverage compares the coverage with the counts by template, owner and
// organization. Documents of an earlier version do not have these.
func checkCoverage(summary *judged.Summary, partial bool, counts []*judged.CoverageCounts) error {
	got := summary.CoveragePercent
	wrong := errors.New("its coverage does not match its counts")
	if partial {
		if got != nil {
			return wrong
		}
		return nil
	}
	if counts[0] == nil || counts[1] == nil || counts[2] == nil {
		t := summary.Tokens
		if got != nil && (*got < 0 || *got > 100 || t.Total == 0 || *got > 0 && t.Conforming+t.Excepted == 0) {
			return wrong
		}
		return nil
	}
	if want := counts[0].Percent(); *counts[0] != *counts[1] || *counts[0] != *counts[2] || (want == nil) != (got == nil) || want != nil && *want != *got {
		return wrong
	}
	return nil
}
