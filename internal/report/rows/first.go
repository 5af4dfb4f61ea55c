package rows

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// First is what a page with packed rows shows of them without its script: the
// first ones.
type First struct {
	Shown   int
	All     string // how many there are
	Columns []string
	Rows    []Row
}

// Row is a row in the order of the columns. Texts are safe to show.
type Row struct{ Cells []Cell }

// Cell is a cell of a row. What is empty is not shown.
type Cell struct{ Badge, Code, Text, Aside string }

// maxFirst is how many rows are there without the script.
const maxFirst = 100

// First returns the first rows.
func (a *Audit) First() *First {
	list := &First{
		All: format.Counted(a.Total, "request or token", "requests and tokens"), Columns: []string{"Verdict", "Request or token", "Owner", "Template", "Findings", "Expires"},
	}
	list.Rows = worst(a.Subjects)
	list.Shown = len(list.Rows)
	return list
}

// worst are the first rows in the order in which the script shows them.
func worst(subjects iter.Seq[*judged.Subject]) []Row {
	type weighed struct {
		row    Row
		weight [4]int
	}
	var list []weighed
	for s := range subjects {
		c := judged.CountFindings(s.Findings)
		weight := [4]int{slices.Index(verdictOrder, s.Verdict), -c.Error, -c.Warning, -c.Notice}
		at := len(list)
		for at > 0 && slices.Compare(weight[:], list[at-1].weight[:]) < 0 {
			at--
		}
		if at < maxFirst {
			list = slices.Insert(list, at, weighed{firstRow(s), weight})
			list = list[:min(len(list), maxFirst)]
		}
	}
	out := make([]Row, len(list))
	for i := range list {
		out[i] = list[i].row
	}
	return out
}

var verdictOrder = []pat.Verdict{pat.Undeclared, pat.Drifted, pat.Excepted, pat.Conforming}

func firstRow(s *judged.Subject) Row {
	verdict := Cell{Badge: string(s.Verdict)}
	if s.Unjudged {
		verdict.Aside = "not fully checked"
	}
	name := "(no name)"
	if s.TokenName != nil {
		name = diag.Printable(*s.TokenName)
	}
	template := Cell{Aside: "none"}
	switch {
	case s.Template != nil:
		template = Cell{Code: diag.Printable(*s.Template)}
		if s.MatchedBy != nil {
			template.Aside = "by " + diag.Printable(*s.MatchedBy)
		}
	case s.Nearest != nil:
		template = Cell{Code: diag.Printable(*s.Nearest), Aside: "is the closest"}
	}
	expires := Cell{Text: "never"}
	if s.ExpiresAt != nil {
		expires.Text = s.ExpiresAt.UTC().Format(time.DateOnly)
	}
	if s.Expired {
		expires.Aside = "expired"
	}
	return Row{[]Cell{
		verdict, {Text: name, Aside: fmt.Sprintf("%s %d", s.Kind, s.ID)}, {Text: diag.Printable(s.Owner)}, template, {Text: tallyOf(s)}, expires,
	}}
}

// tallyOf says how many findings there are.
func tallyOf(s *judged.Subject) string {
	c := judged.CountFindings(s.Findings)
	var words []string
	for _, of := range []struct {
		n         int
		one, more string
	}{{c.Error, "error", "errors"}, {c.Warning, "warning", "warnings"}, {c.Notice, "notice", "notices"}, {c.Excepted, "excepted", "excepted"}} {
		if of.n > 0 {
			words = append(words, format.Counted(of.n, of.one, of.more))
		}
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}
