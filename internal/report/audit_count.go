package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// summarize counts subjects. Of a part of them, chosen or read, there is no
// coverage: 100 % of what happened to be read is no figure to show.
func summarize(subjects []AuditSubject, partial bool) AuditSummary {
	var out AuditSummary
	var coverage CoverageCounts
	for i := range subjects {
		s := &subjects[i]
		out.Findings.add(countFindings(s.Findings))
		if s.Kind == pat.KindRequest {
			out.Requests.count(s.Verdict)
			continue
		}
		out.Tokens.count(s.Verdict)
		coverage.count(s)
	}
	if !partial {
		out.CoveragePercent = coverage.percent()
	}
	return out
}

// count counts a token.
func (c *CoverageCounts) count(s *AuditSubject) {
	if s.Expired {
		return
	}
	c.ActiveTokens++
	if !s.Unjudged && (s.Verdict == pat.Conforming || s.Verdict == pat.Excepted) {
		c.CoveredTokens++
	}
}

// percent is rounded down: 100 is said only of all. It is nil without any token.
func (c *CoverageCounts) percent() *float64 {
	if c.ActiveTokens == 0 {
		return nil
	}
	percent := math.Floor(float64(c.CoveredTokens)*1000/float64(c.ActiveTokens)) / 10
	return &percent
}

// partial reports whether the subjects are not all that there are.
func (d *AuditDocument) partial() bool { return !d.Complete || !d.Selection.IsZero() }

func (c *VerdictCounts) count(v pat.Verdict) {
	c.Total++
	switch v {
	case pat.Conforming:
		c.Conforming++
	case pat.Drifted:
		c.Drifted++
	case pat.Undeclared:
		c.Undeclared++
	case pat.Excepted:
		c.Excepted++
	}
}

// list returns the counts in the order of the columns of every table.
func (c *VerdictCounts) list() []int {
	return []int{c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted}
}

func countFindings(findings []AuditFinding) FindingCounts {
	var c FindingCounts
	for _, f := range findings {
		switch {
		case f.ExceptedBy != nil:
			c.Excepted++
		case f.Severity == pat.SeverityError:
			c.Error++
		case f.Severity == pat.SeverityWarning:
			c.Warning++
		default:
			c.Notice++
		}
	}
	return c
}

func (c *FindingCounts) add(o FindingCounts) {
	c.Error += o.Error
	c.Warning += o.Warning
	c.Notice += o.Notice
	c.Excepted += o.Excepted
}

func (c *FindingCounts) negative() bool { return min(c.Error, c.Warning, c.Notice, c.Excepted) < 0 }

// addUp reports whether every request or token has one verdict.
func (c *VerdictCounts) addUp() bool {
	return min(c.Conforming, c.Drifted, c.Undeclared, c.Excepted) >= 0 && c.Total == c.Conforming+c.Drifted+c.Undeclared+c.Excepted
}

func (s *AuditSummary) total() int { return s.Requests.Total + s.Tokens.Total }

func (c *FindingCounts) subtract(o FindingCounts) {
	c.add(FindingCounts{-o.Error, -o.Warning, -o.Notice, -o.Excepted})
}

// total is the number of findings, with those that are excepted.
func (c *FindingCounts) total() int { return c.Error + c.Warning + c.Notice + c.Excepted }

// String gives the counts in words.
func (c FindingCounts) String() string {
	return strings.Join([]string{
		count(c.Error, "error"), count(c.Warning, "warning"), count(c.Notice, "notice"),
		fmt.Sprintf("%d excepted", c.Excepted),
	}, ", ")
}

// Tally is the last line of a report for people.
func (d *AuditDocument) Tally() string {
	s := d.Summary
	line := fmt.Sprintf("%s and %s: %s.", count(s.Requests.Total, "request"), count(s.Tokens.Total, "token"), s.Findings)
	if !d.Complete {
		line += fmt.Sprintf(" INCOMPLETE: %s.", count(len(d.Incomplete), "part")+" missing")
	}
	return line
}

// coverage gives the coverage in words.
func (d *AuditDocument) coverage() string {
	p := d.Summary.CoveragePercent
	switch {
	case p == nil && !d.Complete:
		return "n/a, since not everything could be read"
	case p == nil && !d.Selection.IsZero():
		return "n/a, since a part was selected"
	case p == nil:
		return "n/a, since there is no active token"
	}
	return strconv.FormatFloat(*p, 'f', -1, 64) + " % of the tokens that have not expired"
}

// hidden says what the selection leaves out, or is empty.
func (d *AuditDocument) hidden() string {
	if d.Selection.IsZero() {
		return ""
	}
	h := d.Summary.Hidden
	return fmt.Sprintf("Selected: %s. Not shown: %s with, all in all, %s.",
		d.Selection.words(), count(h.Subjects, "subject"), h.Findings)
}

// conclusion is said instead of findings where there are none. It is only
// called well where everything was looked at.
func (d *AuditDocument) conclusion() string {
	s := d.Summary
	switch {
	case s.Findings.total() > 0 || !d.Complete:
		return ""
	case s.Requests.Total+s.Tokens.Total == 0 && d.Selection.IsZero():
		return "There are no requests and no tokens."
	case !d.Selection.IsZero():
		return "There are no findings in what was selected."
	case s.Requests.Conforming+s.Tokens.Conforming == s.Requests.Total+s.Tokens.Total:
		return "Every request and token conforms to its template."
	}
	return "There are no findings."
}
