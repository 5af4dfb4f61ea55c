// Package shortlist finds, of very many templates with the same permissions, the few from which a request or
// token can depart the least. The others depart at least as much as one that comes before them.
package shortlist

import (
	"fmt"
	"math"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// Template is what counts of a template.
type Template struct {
	*pat.Template
	Ranks    []int           // of its permissions
	Limit    int             // of the lifetime
	Owners   map[string]bool // lower case, with the members of teams; nil: anyone
	Names    map[string]bool // of the listed repositories, lower case
	Patterns []string        // of the listed repositories, lower case
}

// Lists are the templates of an organization by their permissions. Only one goroutine may use them.
type Lists struct {
	of    []int // the list of each template
	lists []*list
	taken []int // by template: the round in which it was taken last
	round int
	short []int // of one list at a time
	globs []int // of one repository at a time
}

// list are templates with the same permissions, by their numbers, ascending. Of those that depart equally
// whatever they are compared with, it has the first only.
type list struct {
	all    []int // where they are few
	some   firsts
	owned  map[string][]*firsts // of those with the same owners, by each owner
	listed map[string][]int     // that list a repository by its name
}

// firsts are templates that come before all that are like them.
type firsts struct {
	templates []int          // of those with the same rest
	globs     pat.Globs[int] // of those with the same rest and patterns, by each pattern
}

// few is how many templates are simply compared.
const few = 8

// New sorts templates into lists.
func New(templates []Template) *Lists {
	x := &Lists{of: make([]int, len(templates)), taken: make([]int, len(templates))}
	var members [][]int
	numbers := map[string]int{}
	for i, t := range templates {
		permissions := fmt.Sprint(t.Ranks, t.Match.Exact)
		n, known := numbers[permissions]
		if !known {
			n = len(members)
			numbers[permissions], members = n, append(members, nil)
		}
		x.of[i], members[n] = n, append(members[n], i)
	}
	for _, m := range members {
		x.lists = append(x.lists, newList(templates, m))
	}
	return x
}

// alike is what templates have in common.
type alike struct {
	counts                   counts
	owned                    bool
	owners, patterns, listed string // the last of repositories
	rest                     rest
}

// counts is what counts of repositories.
type counts int

const (
	all counts = iota
	patterns
	none
)

// rest is what decides how much something departs, beside permissions and what is listed.
type rest struct {
	selection pat.Selection
	listed    bool
	limit     int
}

func newList(templates []Template, members []int) *list {
	if len(members) <= few {
		return &list{all: members}
	}
	l := &list{owned: map[string][]*firsts{}, listed: map[string][]int{}}
	seen, owned := map[alike]bool{}, map[string]*firsts{}
	for _, i := range members {
		t := &templates[i]
		owners := strings.Join(t.Template.Owners, "\n")
		a := alike{all, t.Owners != nil, owners, strings.Join(t.Patterns, "\n"), strings.Join(t.Repositories.Patterns, "\n"), rest{t.Repositories.Selection, t.Repositories.Patterns != nil, t.Limit}}
		if !mark(seen, a) {
			continue
		}
		for name := range t.Names {
			l.listed[name] = append(l.listed[name], i)
		}
		a.listed = ""
		if t.Owners != nil {
			if owned[owners] == nil {
				owned[owners] = &firsts{}
				for login := range t.Owners {
					l.owned[login] = append(l.owned[login], owned[owners])
				}
			}
			owned[owners].add(i, t, a, seen)
		}
		a.owners = ""
		l.some.add(i, t, a, seen)
	}
	return l
}

// add adds a template if none before it is like it.
func (f *firsts) add(i int, t *Template, a alike, seen map[alike]bool) {
	a.counts = patterns
	if mark(seen, a) {
		for _, pattern := range t.Patterns {
			f.globs.Add(pattern, i)
		}
	}
	a.counts, a.patterns = none, ""
	if mark(seen, a) {
		f.templates = append(f.templates, i)
	}
}

// mark reports whether a mark is new.
func mark(marks map[alike]bool, a alike) bool {
	old := marks[a]
	marks[a] = true
	return !old
}

// Of returns the lists of templates, in the order of these.
func (x *Lists) Of(templates []int) []int {
	var out []int
	seen := map[int]bool{}
	for _, i := range templates {
		if n := x.of[i]; !seen[n] {
			seen[n], out = true, append(out, n)
		}
	}
	return out
}

// Never is the weight of a template that must not be chosen.
const Never = math.MaxInt

// Lightest returns the lightest template in some lists for an owner and all repositories, in lower case: of
// equal ones the first, and -1 if all weigh Never. A template may weigh less than others with the same permissions and
// rest only if it names the owner or lists one of the repositories. All templates in a list weigh at least the same,
// which is what least returns, and the lists are in this order.
func (x *Lists) Lightest(lists []int, owner string, repositories []string, least, weigh func(i int) int) int {
	best, weight := -1, Never
	for _, n := range lists {
		x.shorten(x.lists[n], owner, repositories)
		if lowest := least(x.short[0]); lowest > weight || lowest == weight && x.short[0] > best {
			break
		}
		for _, i := range x.short {
			if w := weigh(i); w < weight || w == weight && i < best {
				best, weight = i, w
			}
		}
	}
	return best
}

// shorten sets the short list: the first of all, and whichever may weigh less than that.
func (x *Lists) shorten(l *list, owner string, repositories []string) {
	x.short = x.short[:0]
	if l.all != nil {
		x.short = append(x.short, l.all...)
		return
	}
	x.round++
	x.takeFirsts(&l.some, repositories)
	for _, f := range l.owned[owner] {
		x.takeFirsts(f, repositories)
	}
	for _, r := range repositories {
		x.take(l.listed[r])
	}
}

func (x *Lists) takeFirsts(f *firsts, repositories []string) {
	x.take(f.templates)
	for _, r := range repositories {
		x.globs = f.globs.Candidates(x.globs[:0], r)
		x.take(x.globs)
	}
}

// take adds to the short list what is not yet in it.
func (x *Lists) take(templates []int) {
	for _, i := range templates {
		if x.taken[i] != x.round {
			x.taken[i], x.short = x.round, append(x.short, i)
		}
	}
}
