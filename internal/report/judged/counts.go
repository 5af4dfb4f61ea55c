package judged

import (
	"math"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// Summary counts what was selected, and what was not.
type Summary struct {
	Requests        VerdictCounts        `json:"requests"`
	Tokens          VerdictCounts        `json:"tokens"`
	CoveragePercent *float64             `json:"coverage_percent"` // null: no active token, a selection, or an incomplete audit
	Findings        format.FindingCounts `json:"findings"`
	Hidden          HiddenCounts         `json:"hidden"`
	Calls           *Calls               `json:"calls"`          // null: nothing was read over the API
	ClassicTokens   *ClassicCounts       `json:"classic_tokens"` // null: nobody looked for them; their findings are in Findings
}

// ClassicCounts counts classic tokens. They are no subjects: they have no verdict.
type ClassicCounts struct {
	Total    int                  `json:"total"`
	Findings format.FindingCounts `json:"findings"`
}

// VerdictCounts are numbers of requests or of tokens.
type VerdictCounts struct {
	Total      int `json:"total"`
	Conforming int `json:"conforming"`
	Drifted    int `json:"drifted"`
	Undeclared int `json:"undeclared"`
	Excepted   int `json:"excepted"`
}

// CoverageCounts are what the coverage is made of.
type CoverageCounts struct {
	ActiveTokens  int `json:"active_tokens"`  // that have not expired
	CoveredTokens int `json:"covered_tokens"` // of these, those that conform or are excepted, and could be judged
}

// HiddenCounts are numbers of what a selection leaves out.
type HiddenCounts struct {
	Subjects int                  `json:"subjects"`
	Findings format.FindingCounts `json:"findings"` // also of subjects that are shown
}

// Calls is what reading cost of GitHub's rate limit.
type Calls struct {
	Made        int        `json:"made"`
	NotModified int        `json:"not_modified"`
	Remaining   *int       `json:"remaining"` // null: GitHub did not say
	ResetsAt    *time.Time `json:"resets_at"`
}

// Summarize counts subjects. Of a part of them, chosen or read, there is no
// coverage: 100 % of what happened to be read is no figure to show.
func Summarize(subjects *Subjects, partial bool) Summary {
	var out Summary
	var coverage CoverageCounts
	for _, s := range subjects.All() {
		out.Findings.Add(CountFindings(s.Findings))
		if s.Kind == pat.KindRequest {
			out.Requests.Count(s.Verdict)
			continue
		}
		out.Tokens.Count(s.Verdict)
		coverage.Count(s)
	}
	if !partial {
		out.CoveragePercent = coverage.Percent()
	}
	return out
}

// CountFindings counts findings by their severity.
func CountFindings(findings []Finding) format.FindingCounts {
	var c format.FindingCounts
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

// Count counts a token.
func (c *CoverageCounts) Count(s *Subject) {
	if s.Expired {
		return
	}
	c.ActiveTokens++
	if !s.Unjudged && (s.Verdict == pat.Conforming || s.Verdict == pat.Excepted) {
		c.CoveredTokens++
	}
}

// Percent is rounded down: it is 100 only if it covers all. It is nil without any token.
func (c *CoverageCounts) Percent() *float64 {
	if c.ActiveTokens == 0 {
		return nil
	}
	percent := math.Floor(float64(c.CoveredTokens)*1000/float64(c.ActiveTokens)) / 10
	return &percent
}

// Count counts a request or token of a verdict.
func (c *VerdictCounts) Count(v pat.Verdict) {
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

// List returns the counts in the order of the columns of every table.
func (c *VerdictCounts) List() []int {
	return []int{c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted}
}

// AddUp reports whether every request or token has one verdict.
func (c *VerdictCounts) AddUp() bool {
	return min(c.Conforming, c.Drifted, c.Undeclared, c.Excepted) >= 0 && c.Total == c.Conforming+c.Drifted+c.Undeclared+c.Excepted
}

// Add adds other counts.
func (c *VerdictCounts) Add(o VerdictCounts) {
	c.Total += o.Total
	c.Conforming += o.Conforming
	c.Drifted += o.Drifted
	c.Undeclared += o.Undeclared
	c.Excepted += o.Excepted
}

// Total is the number of requests and tokens.
func (s *Summary) Total() int { return s.Requests.Total + s.Tokens.Total }

// Classic is the number of classic tokens.
func (s *Summary) Classic() int {
	if s.ClassicTokens == nil {
		return 0
	}
	return s.ClassicTokens.Total
}

// Departing is how many requests and tokens are not as agreed.
func (s *Summary) Departing() int {
	return s.Requests.Drifted + s.Requests.Undeclared + s.Tokens.Drifted + s.Tokens.Undeclared
}

// PageCounts are the rows of the table of counts on a page.
func (s *Summary) PageCounts() []PageCounts {
	requests, tokens := s.Requests, s.Tokens
	return []PageCounts{
		{"Conforming", pat.Conforming, requests.Conforming, tokens.Conforming},
		{"Drifted", pat.Drifted, requests.Drifted, tokens.Drifted},
		{"Undeclared", pat.Undeclared, requests.Undeclared, tokens.Undeclared},
		{"Excepted", pat.Excepted, requests.Excepted, tokens.Excepted},
		{"All", "", requests.Total, tokens.Total},
	}
}

// PageCounts is a row of the table of counts. Verdict is empty for all.
type PageCounts struct {
	Name             string
	Verdict          pat.Verdict
	Requests, Tokens int
}

// Coverage gives the coverage in words. Whether the audit is complete, and what
// was selected, say why there is none.
func (s *Summary) Coverage(complete bool, selection Selection) string {
	p := s.CoveragePercent
	switch {
	case p == nil && !complete:
		return "n/a, because something could not be read"
	case p == nil && !selection.IsZero():
		return "n/a, because of the selection"
	case p == nil:
		return "n/a, because there are no active tokens"
	}
	return strconv.FormatFloat(*p, 'f', -1, 64) + "% of unexpired tokens"
}
