package auditreport

import (
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
)

// addClassic adds the classic tokens that are selected, and counts them. They have no
// verdict, so that a selection of verdicts or of requests has none.
func (d *Document) addClassic(a *audit.Audit) {
	if !d.ClassicRead && len(a.Classic) == 0 {
		return
	}
	for i := range a.Classic {
		t := classic.New(&a.Classic[i], func(f *audit.Finding) judged.Finding { return newFinding(f, rangeOrNil(f.Range)) })
		if d.narrowClassic(&t) {
			d.ClassicTokens = append(d.ClassicTokens, t)
		}
	}
	d.countClassic()
}

// countClassic counts classic tokens, and adds their findings to those of the subjects.
func (d *Document) countClassic() {
	d.Summary.ClassicTokens = classic.Count(d.ClassicTokens)
	d.Summary.Findings.Add(d.Summary.ClassicTokens.Findings)
}

// narrowClassic leaves the findings that are selected, and reports whether the token is.
func (d *Document) narrowClassic(t *classic.Token) bool {
	sel, all := d.Selection, judged.CountFindings(t.Findings)
	subject := judged.Subject{Kind: pat.KindToken, Owner: format.OrEmpty(t.Owner)}
	if len(sel.Verdicts) > 0 || !sel.Selects(&subject) {
		d.Summary.Hidden.Findings.Add(all)
		return false
	}
	if len(sel.Rules) == 0 {
		return true
	}
	t.Findings = slices.DeleteFunc(t.Findings, func(f judged.Finding) bool { return !slices.Contains(sel.Rules, f.Rule) })
	all.Subtract(judged.CountFindings(t.Findings))
	d.Summary.Hidden.Findings.Add(all)
	return len(t.Findings) > 0
}

// countUse counts the tokens that were observed.
func (d *Document) countUse() {
	if d.Use == nil {
		return
	}
	for _, s := range d.Subjects.All() {
		d.Use.Count(s.Use)
	}
}

// checkUse finds counts that are not those of what the document has.
func (d *Document) checkUse() error {
	for i := range d.ClassicTokens {
		if err := d.ClassicTokens[i].Check(); err != nil {
			return fmt.Errorf("classic token %d: %w", i+1, err)
		}
	}
	if err := d.Use.Check(); err != nil || d.Breakdown != nil {
		return err
	}
	sums, stated := classic.Count(d.ClassicTokens), d.Summary.ClassicTokens
	if stated == nil && sums.Total > 0 || stated != nil && *stated != *sums {
		return fmt.Errorf("its counts do not match its classic tokens")
	}
	if d.Use == nil {
		return nil
	}
	again := *d
	counted := *d.Use
	counted.Observed, counted.Called, counted.Reducible = 0, 0, 0
	again.Use = &counted
	again.countUse()
	if !counted.SameCounts(d.Use) {
		return fmt.Errorf("its counts of observed tokens do not match its tokens")
	}
	return nil
}

// blindSpots is what every report ends with.
func (d *Document) blindSpots() []string {
	first := "patctl sees only fine-grained personal access tokens. It cannot see classic personal access tokens, SSH keys, or the access of OAuth apps and GitHub Apps."
	switch {
	case d.ClassicRead:
		first = "Of classic personal access tokens, patctl sees only those that are authorized for single sign-on, that API Insights counts, or that a log shows. It cannot see other classic tokens, SSH keys, or the access of OAuth apps and GitHub Apps."
	case d.Summary.Classic() > 0:
		first = "Of classic personal access tokens, patctl sees only those that the log shows. To list those that GitHub knows of, use patctl audit --classic. It cannot see SSH keys, or the access of OAuth apps and GitHub Apps."
	}
	return append([]string{first}, d.Use.BlindSpots()...)
}
