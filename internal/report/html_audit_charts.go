package report

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// auditPageBar is the verdicts of an organization as a bar. X and Width are in
// thousandths of the longest bar.
type auditPageBar struct {
	Login      string
	Incomplete bool
	Total      int
	Text       string
	Read       string // when its data was read; "": not known
	Parts      []auditPagePart
	Counts     []int // conforming, drifted, undeclared, excepted
}

// auditPagePart is a part of a bar.
type auditPagePart struct {
	Class    string
	X, Width float64
}

// barUnits is the length of the longest bar.
const barUnits = 1000

// auditPageBars are the organizations of the chart. Of many, those in which
// nothing was found have no bar.
type auditPageBars struct {
	folded[auditPageBar]
	Empty  []string // logins of those without a request or token
	Unread string   // how many of which something is missing, and nothing was found; empty: none
}

func (d *AuditDocument) htmlOrganizations() auditPageBars {
	bars := d.htmlBars()
	if len(bars) <= maxOpenBars {
		return auditPageBars{folded: fold(bars, maxOpenBars)}
	}
	var out auditPageBars
	var full []auditPageBar
	unread := 0
	for _, bar := range bars {
		switch {
		case bar.Total > 0:
			full = append(full, bar)
		case bar.Incomplete:
			unread++
		default:
			out.Empty = append(out.Empty, bar.Login)
		}
	}
	if unread > 0 {
		out.Unread = count(unread, "organization")
	}
	out.folded = fold(full, maxOpenBars)
	return out
}

func (d *AuditDocument) htmlBars() []auditPageBar {
	all, longest := d.groups(), 1
	counts := make([]VerdictCounts, len(all))
	for i, g := range all {
		r, t := g.counts.Requests, g.counts.Tokens
		counts[i] = VerdictCounts{r.Total + t.Total, r.Conforming + t.Conforming, r.Drifted + t.Drifted, r.Undeclared + t.Undeclared, r.Excepted + t.Excepted}
		longest = max(longest, counts[i].Total)
	}
	var bars []auditPageBar
	for i, g := range all {
		bar := auditPageBar{Login: diag.Printable(g.login), Incomplete: len(g.gaps) > 0, Total: counts[i].Total, Counts: counts[i].list()[1:]}
		if at := d.readAt(g.login); at != nil {
			bar.Read = htmlMoment(*at)
		}
		bar.draw(longest)
		bars = append(bars, bar)
	}
	slices.SortStableFunc(bars, worstBarFirst)
	return bars
}

// worstBarFirst puts those first of which something is missing, then those in
// which most is not as agreed.
func worstBarFirst(a, b auditPageBar) int {
	if a.Incomplete != b.Incomplete {
		return flag(b.Incomplete) - flag(a.Incomplete)
	}
	return (b.Counts[1] + b.Counts[2]) - (a.Counts[1] + a.Counts[2])
}

// barVerdicts are the parts of a bar, in their order.
var barVerdicts = []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}

func (bar *auditPageBar) draw(longest int) {
	bar.Text = strconv.Itoa(bar.Total) + " in all"
	x := 0.0
	for i, n := range bar.Counts {
		if n == 0 {
			continue
		}
		bar.Text += fmt.Sprintf(", %d %s", n, barVerdicts[i])
		width := float64(n*barUnits) / float64(longest)
		bar.Parts = append(bar.Parts, auditPagePart{string(barVerdicts[i]), tenths(x), tenths(width)})
		x += width
	}
}

// tenths rounds, so that a page holds no number with sixteen digits.
func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// auditPageExpiries are the active tokens by the week in which they expire, as
// of the time of the report.
type auditPageExpiries struct {
	Weeks                 []auditPageWeek
	Most                  int // in one week
	Later, Never, Expired int
}

// auditPageWeek is a bar of the chart. Height is in percent of the highest.
type auditPageWeek struct {
	From   string // its first day
	Month  string // that begins in it, or nothing
	Count  int
	X      float64 // where it begins, in percent of the year
	Height float64
}

// Top is where the bar begins, from above.
func (w auditPageWeek) Top() float64 { return tenths(100 - w.Height) }

// weeksOfChart are those of a year, and the rest of a week.
const weeksOfChart = 53

// lastLabel is the week from which on there is no room for the name of a month.
const lastLabel = weeksOfChart - 2

const week = 7 * 24 * time.Hour

func (d *AuditDocument) htmlExpiries() auditPageExpiries {
	out := auditPageExpiries{Weeks: make([]auditPageWeek, weeksOfChart)}
	for i := range d.Subjects {
		if d.Subjects[i].Kind == pat.KindToken {
			out.count(&d.Subjects[i], d.GeneratedAt)
		}
	}
	for i := range out.Weeks {
		w := &out.Weeks[i]
		from, to := d.GeneratedAt.Add(time.Duration(i)*week).UTC(), d.GeneratedAt.Add(time.Duration(i+1)*week).UTC()
		w.From, w.X = from.Format(time.DateOnly), tenths(100*float64(i)/weeksOfChart)
		if from.Month() != to.Month() && i < lastLabel {
			w.Month = to.Format("Jan")
		}
		w.Height = tenths(100 * float64(w.Count) / float64(max(out.Most, 1)))
	}
	return out
}

func (e *auditPageExpiries) count(s *AuditSubject, at time.Time) {
	switch {
	case s.Expired, s.ExpiresAt != nil && s.ExpiresAt.Before(at):
		e.Expired++
		return
	case s.ExpiresAt == nil:
		e.Never++
		return
	}
	n := int(s.ExpiresAt.Sub(at) / week)
	if n >= weeksOfChart {
		e.Later++
		return
	}
	e.Weeks[n].Count++
	e.Most = max(e.Most, e.Weeks[n].Count)
}
