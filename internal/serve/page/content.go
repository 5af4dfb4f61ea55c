package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// content is the page in words. Text from outside is printable already, and html/template
// escapes it.
type content struct {
	Style          template.CSS
	Version, Host  string
	At             string
	Refresh        int // seconds; 0: the page stays
	Only           string
	Unknown        bool // no organization has the login Only
	Tone, Verdict  string
	Problems       list[string]
	Acting         bool
	Loaded         moment
	Queue          []fact
	Counts         []count
	Organizations  list[organization]
	Requests       list[request]
	Done           list[review]
	KeptDone       int // reviews that are kept of an organization
	RefreshSeconds int
}

// fact is a name and what it is.
type fact struct{ Name, Text string }

// count is how many requests and tokens have a verdict.
type count struct {
	Verdict          string
	Requests, Tokens int
}

// moment is a time in words and for machines. The zero value is none.
type moment struct{ Machine, Absolute, Relative string }

func newMoment(t, now time.Time) moment {
	if t.IsZero() {
		return moment{}
	}
	return moment{t.UTC().Format(time.RFC3339), t.UTC().Format("2006-01-02 15:04:05 UTC"), format.Relative(t, now)}
}

// list is the part of a list that is shown, and how long it is.
type list[T any] struct {
	Shown []T
	Total int
}

// Rest is how much is not shown.
func (l list[T]) Rest() int { return l.Total - len(l.Shown) }

func firstOf[T, S any](all []S, most int, show func(S) T) list[T] {
	out := list[T]{Total: len(all)}
	for _, e := range all[:min(len(all), most)] {
		out.Shown = append(out.Shown, show(e))
	}
	return out
}

func newContent(p Page) content {
	c := content{
		Style: style, Version: name(p.Version), Host: name(p.Host), At: p.Now.UTC().Format("2006-01-02 15:04:05 UTC"),
		Only: name(p.View.Organization), Acting: p.Acting, Loaded: newMoment(p.Configuration.LoadedAt, p.Now),
		Queue: queueFacts(p.Queue), KeptDone: status.MaxDone, RefreshSeconds: RefreshSeconds,
	}
	if p.View.Refresh {
		c.Refresh = RefreshSeconds
	}
	shown := only(p.Organizations, p.View.Organization)
	c.Unknown = p.View.Organization != "" && len(shown) == 0
	problems := problemsOf(p)
	c.Problems = firstOf(problems, maxProblems, prose)
	c.Tone, c.Verdict = verdict(p, len(problems))
	c.Counts = countsOf(shown)
	c.Organizations = organizationsOf(shown, p.Now)
	c.Requests = requestsOf(shown, p.Now)
	c.Done = doneOf(shown, p.Now)
	return c
}

// only returns the organization with a login, or all where no login is given.
func only(all []status.Organization, login string) []status.Organization {
	if login == "" {
		return all
	}
	for i := range all {
		if strings.EqualFold(all[i].Login, login) {
			return all[i : i+1]
		}
	}
	return nil
}

// name is a name from outside, text a message, and prose a message of several lines.
func name(s string) string  { return format.Clip(diag.Printable(s), maxName) }
func text(s string) string  { return format.Clip(diag.Printable(s), maxText) }
func prose(s string) string { return format.Clip(diag.PrintableText(s), 4*maxText) }

func queueFacts(d queue.Depth) []fact {
	oldest := "nothing is due"
	if d.Waiting > 0 {
		oldest = "less than a minute"
		if d.Oldest >= time.Minute {
			oldest = format.Span(d.Oldest)
		}
	}
	return []fact{
		{"Waiting", format.Count(d.Waiting, "organization")}, {"Running here", format.Count(d.Running, "organization")},
		{"Waiting to retry", format.Count(d.Delayed, "organization")}, {"Longest wait", oldest},
	}
}

func countsOf(all []status.Organization) []count {
	requests, tokens := map[pat.Verdict]int{}, map[pat.Verdict]int{}
	for i := range all {
		for j := range all[i].Requests {
			requests[all[i].Requests[j].Verdict]++
		}
		for v, n := range tokensOf(all[i].Tokens) {
			tokens[v] += n
		}
	}
	known := []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}
	out := make([]count, 0, len(known)+1)
	for _, v := range known {
		out = append(out, count{string(v), requests[v], tokens[v]})
		delete(requests, v)
	}
	other := 0
	for _, n := range requests {
		other += n
	}
	if other > 0 {
		out = append(out, count{Verdict: "other", Requests: other})
	}
	return out
}

func tokensOf(t status.Tokens) map[pat.Verdict]int {
	return map[pat.Verdict]int{pat.Conforming: t.Conforming, pat.Drifted: t.Drifted, pat.Undeclared: t.Undeclared, pat.Excepted: t.Excepted}
}

// tally is numbers in words: "2 conforming, 1 drifted".
func tally(numbers map[pat.Verdict]int) string {
	var parts []string
	for _, v := range []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted} {
		if n := numbers[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
