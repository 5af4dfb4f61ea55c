package auditreport

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// pageBar is the verdicts of an organization as a bar. X and Width are in
// thousandths of the longest bar.
type pageBar struct {
	Login      string
	Incomplete bool
	Total      int
	Text       string
	Read       string // when its data was read; "": not known
	Parts      []pagePart
	Counts     []int // conforming, drifted, undeclared, excepted
}

// pagePart is a part of a bar.
type pagePart struct {
	Class    string
	X, Width float64
}

// barUnits is the length of the longest bar.
const barUnits = 1000

// pageBars are the organizations of the chart. Of many, those in which
// nothing was found have no bar.
type pageBars struct {
	folded[pageBar]
	Empty  []string // logins of those without a request or token
	Unread string   // how many have no finding but could not be read in full; empty: none
}

func (d *Document) htmlOrganizations() pageBars {
	bars := d.htmlBars()
	if len(bars) <= maxOpenBars {
		return pageBars{folded: fold(bars, maxOpenBars)}
	}
	var out pageBars
	var full []pageBar
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
		out.Unread = format.Count(unread, "organization")
	}
	out.folded = fold(full, maxOpenBars)
	return out
}

func (d *Document) htmlBars() []pageBar {
	all, longest := d.groups(), 1
	counts := make([]judged.VerdictCounts, len(all))
	for i, g := range all {
		r, t := g.counts.Requests, g.counts.Tokens
		counts[i] = judged.VerdictCounts{Total: r.Total + t.Total, Conforming: r.Conforming + t.Conforming, Drifted: r.Drifted + t.Drifted, Undeclared: r.Undeclared + t.Undeclared, Excepted: r.Excepted + t.Excepted}
		longest = max(longest, counts[i].Total)
	}
	var bars []pageBar
	for i, g := range all {
		bar := pageBar{Login: diag.Printable(g.login), Incomplete: len(g.gaps) > 0, Total: counts[i].Total, Counts: counts[i].List()[1:]}
		if _, at := d.datesOf(g.login); at != nil {
			bar.Read = format.Minute(*at)
		}
		bar.draw(longest)
		bars = append(bars, bar)
	}
	slices.SortStableFunc(bars, worstBarFirst)
	return bars
}

// worstBarFirst puts those with something missing first, then those in
// which most is not as agreed.
func worstBarFirst(a, b pageBar) int {
	if a.Incomplete != b.Incomplete {
		return judged.Flag(b.Incomplete) - judged.Flag(a.Incomplete)
	}
	return (b.Counts[1] + b.Counts[2]) - (a.Counts[1] + a.Counts[2])
}

// barVerdicts are the parts of a bar, in their order.
var barVerdicts = []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}

func (bar *pageBar) draw(longest int) {
	bar.Text = strconv.Itoa(bar.Total) + " in all"
	x := 0.0
	for i, n := range bar.Counts {
		if n == 0 {
			continue
		}
		bar.Text += fmt.Sprintf(", %d %s", n, barVerdicts[i])
		width := float64(n*barUnits) / float64(longest)
		bar.Parts = append(bar.Parts, pagePart{string(barVerdicts[i]), tenths(x), tenths(width)})
		x += width
	}
}

// tenths rounds, so that a page holds no number with sixteen digits.
func tenths(x float64) float64 { return float64(int(x*10+0.5)) / 10 }

// pageExpiries are the active tokens by the week in which they expire, as
// of the time of the report.
type pageExpiries struct {
	Weeks                 []pageWeek
	Most                  int // in one week
	Later, Never, Expired int
}

// pageWeek is a bar of the chart. Height is in percent of the highest.
type pageWeek struct {
	From   string // its first day
	Month  string // that begins in it, or nothing
	Count  int
	X      float64 // where it begins, in percent of the year
	Height float64
}

// Top is where the bar begins, from above.
func (w pageWeek) Top() float64 { return tenths(100 - w.Height) }

// weeksOfChart are those of a year, and the rest of a week.
const weeksOfChart = 53

// lastLabel is the week from which on there is no room for the name of a month.
const lastLabel = weeksOfChart - 2

const week = 7 * 24 * time.Hour

func (d *Document) htmlExpiries() pageExpiries {
	out := pageExpiries{Weeks: make([]pageWeek, weeksOfChart)}
	for _, s := range d.Subjects.All() {
		if s.Kind == pat.KindToken {
			out.count(s, d.GeneratedAt)
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

func (e *pageExpiries) count(s *judged.Subject, at time.Time) {
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
