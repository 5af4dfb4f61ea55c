package comparison

import (
	_ "embed" // for the parts of the page
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// The parts of the section that a page needs: templates; "comparison" is
// the section, and the script for the changes in the list of the audit.
var (
	//go:embed html/comparison.tmpl
	Templates string
	//go:embed html/changes.js
	Script string
)

// How many sentences and templates of a comparison are shown without a fold.
const (
	maxOpenSentences = 20
	maxOpenTemplates = 50
)

// Page is what changed since an earlier audit. What is in
// the page says it in full; the script adds which request or token it is.
type Page struct {
	Since    string // when the earlier audit was, to the minute
	Apart    string // how much earlier that was
	Limits   []string
	Unseen   []string // sentences on what only one audit saw
	More     int      // sentences that are not there
	Tally    string
	Coverage string
	Counts   []pageBeforeAfter
	Findings [2]string // before and now
	Changes  []pageChange
	New      pageTemplates
	Removed  pageTemplates
	Left     string // what is not in the list of this audit, or nothing
}

// pageBeforeAfter is a row of the table of counts.
type pageBeforeAfter struct {
	Name             string
	Requests, Tokens beforeAndNow
}

type beforeAndNow struct{ Before, Now int }

// pageChange counts the changes of a kind. Listed is whether the list of
// this audit holds what changed.
type pageChange struct {
	Kind   ChangeKind
	Title  string
	Count  int
	Listed bool
}

// pageTemplates are templates that only one of the audits knew.
type pageTemplates struct {
	List []pageTemplate
	More int
}

type pageTemplate struct{ Address, Login string }

// Page returns the section for the page of an audit, with the time, the counts
// and the coverage of that audit. It is nil where there is no comparison.
func (c *Section) Page(at time.Time, now judged.Summary, coverage string) *Page {
	if c == nil {
		return nil
	}
	page := &Page{
		Since: format.Minute(c.With.GeneratedAt), Apart: format.Apart(c.With.GeneratedAt, at), Tally: c.Tally(), Coverage: c.coverages(coverage),
		Counts: beforeAfter(c.With.Summary, now), Findings: [2]string{c.With.Summary.Findings.String(), now.Findings.String()},
		Changes: c.htmlChanges(), Left: c.left(),
	}
	for _, limit := range c.Limits {
		page.Limits = append(page.Limits, diag.Printable(limit))
	}
	for _, sentence := range c.notSeen() {
		page.Unseen = append(page.Unseen, diag.Printable(sentence))
	}
	if page.More = len(page.Unseen) - maxOpenSentences; page.More > 0 {
		page.Unseen = page.Unseen[:maxOpenSentences]
	}
	for _, o := range c.Organizations {
		page.New.add(o.Login, o.NewTemplates)
		page.Removed.add(o.Login, o.RemovedTemplates)
	}
	return page
}

func (t *pageTemplates) add(login string, addresses []string) {
	for _, address := range addresses {
		if len(t.List) == maxOpenTemplates {
			t.More++
			continue
		}
		t.List = append(t.List, pageTemplate{diag.Printable(address), diag.Printable(login)})
	}
}

// Count is how many there are, with those that are not shown.
func (t pageTemplates) Count() int { return len(t.List) + t.More }

// Partial reports whether something could not be compared.
func (c Page) Partial() bool { return len(c.Limits)+len(c.Unseen) > 0 }

func beforeAfter(then, now judged.Summary) []pageBeforeAfter {
	before, after := then.PageCounts(), now.PageCounts()
	var rows []pageBeforeAfter
	for i := range after {
		rows = append(rows, pageBeforeAfter{
			after[i].Name, beforeAndNow{before[i].Requests, after[i].Requests}, beforeAndNow{before[i].Tokens, after[i].Tokens},
		})
	}
	return rows
}

// htmlChanges are all kinds of changes, in the order of the other
// formats; what was not seen comes last.
func (c *Section) htmlChanges() []pageChange {
	var out []pageChange
	for _, section := range pageSections {
		if n := *c.Summary.counter(section.kind); n > 0 {
			_, listed := sidesOf(section.kind)
			out = append(out, pageChange{section.kind, section.title, n, listed})
		}
	}
	return out
}

// pageSections are all kinds of changes, as the page calls them.
var pageSections = append(slices.Clip(changeSections),
	changeSection{kind: ChangeNotSeenBefore, title: "not in the earlier audit"}, changeSection{kind: ChangeNotSeenNow, title: "not in this audit"})

// left says what the earlier audit holds and this one does not.
func (c *Section) left() string {
	gone, unseen := c.Summary.Gone, c.Summary.NotSeenNow
	switch {
	case gone > 0 && unseen > 0:
		return fmt.Sprintf("%d gone, %d not in this audit", gone, unseen)
	case gone > 0:
		return fmt.Sprintf("%d gone", gone)
	case unseen > 0:
		return fmt.Sprintf("%d not in this audit", unseen)
	}
	return ""
}

// titleOf is what the page calls a kind of change.
func titleOf(kind ChangeKind) string {
	at := slices.IndexFunc(pageSections, func(s changeSection) bool { return s.kind == kind })
	return pageSections[at].title // every kind is among them
}
