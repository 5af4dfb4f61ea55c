package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
)

const (

	// maxRounds is how often a list is read that changes meanwhile.
	maxRounds = 3
)

// list is a list of the API that comes in pages.
type list struct {
	c    *Client
	s    *session
	path string // orgs/octo-org/personal-access-tokens
	// query are parameters beside those of pages, encoded, with an & at the end.
	query string
	what  string // tokens
	why   func(error) string
	// id tells elements apart; nil: idOf.
	id func(json.RawMessage) string
}

// page is one page as it came.
type page struct {
	elements []json.RawMessage
	ids      []string
	transport.PageLinks
	// doubt is why elements may be missing from the page or after it; nil: none are.
	// What the page holds counts all the same.
	doubt error
}

// round is what one reading of a whole list gave.
type round struct {
	pages []page // without those that failed
	gaps  []github.Gap
	// unstable is why the pages do not make a list; "": they do.
	unstable string
	// chained: each page named only the next one, so that whether the list has
	// changed shows in another reading alone.
	chained bool
}

// changed is why a round is unstable where the list moved.
const changed = "it changed"

// read returns every element of the list once, and what could not be read. A
// list that changed while it was read is read again: an element that moves
// towards the front slips through between two pages.
func (l *list) read(ctx context.Context) ([]json.RawMessage, []github.Gap) {
	var all elements
	var before []string
	unstable := changed
	for n := 1; n <= maxRounds; n++ {
		if n == 2 {
			// The cache tells the number of pages as it was.
			ctx = transport.Afresh(ctx)
		}
		r := l.round(ctx)
		if r.chained && len(r.gaps) == 0 {
			r.compare(n, before)
		}
		if len(r.gaps) == 0 && r.unstable == "" {
			all = elements{}
		}
		all.Add(r)
		if len(r.gaps) > 0 || r.unstable == "" {
			return all.list, append(r.gaps, l.contradictions(all)...)
		}
		before, unstable = r.ids(), r.unstable
	}
	return all.list, append([]github.Gap{{What: l.what, Why: l.restless(unstable)}}, l.contradictions(all)...)
}

// compare checks whether a chained round gave what the one before it did.
func (r *round) compare(n int, before []string) {
	ids := r.ids()
	switch {
	case n == 1 || !slices.Equal(ids, before):
		r.unstable = changed
	case repeats(ids):
		r.unstable = onTwoPages
	}
}

const onTwoPages = "the same element appears on two pages"

// restless says why a list counts as incomplete that was read as often as may be.
func (l *list) restless(unstable string) string {
	if unstable == changed {
		return fmt.Sprintf("The list changed each of the %d times that patctl read it, so some elements may be missing.", maxRounds) + l.c.advice(" Run the command again.")
	}
	return fmt.Sprintf("The pages are inconsistent: %s. patctl read them %d times with the same result, so some elements may be missing.", unstable, maxRounds)
}

// contradictions are the gap of elements with the same id and different contents.
func (l *list) contradictions(all elements) []github.Gap {
	if len(all.contradicted) == 0 {
		return nil
	}
	slices.Sort(all.contradicted)
	ids := slices.Compact(all.contradicted)
	more := ""
	if n := len(ids) - github.MaxNumbers; n > 0 {
		ids, more = ids[:github.MaxNumbers], fmt.Sprintf(" and %d more", n)
	}
	return []github.Gap{{What: l.what, Why: fmt.Sprintf(
		"Some elements have the same ID but different contents, and patctl used only one of each. The IDs are %s%s.", strings.Join(ids, ", "), more)}}
}

func (l *list) round(ctx context.Context) round {
	first, err := l.fetch(ctx, 1)
	switch {
	case err != nil:
		return round{gaps: []github.Gap{{What: l.what, Why: l.why(err)}}}
	case first.Next == 0:
		r := round{pages: []page{first}}
		if first.doubt != nil {
			r.gaps = []github.Gap{{What: l.what, Why: l.why(first.doubt)}}
		}
		return r
	case first.Last >= first.Next:
		return l.parallel(ctx, first)
	}
	return l.sequential(ctx, first)
}

// parallel reads a list whose first page names the last. The last one is read
// before those between, and the first and the last once more at the end: as
// long as their elements stay the same nothing has moved across a boundary.
func (l *list) parallel(ctx context.Context, first page) round {
	last := first.Last
	if most := l.c.options.MaxPages; last > most {
		return round{pages: []page{first}, gaps: []github.Gap{{What: l.what, Why: fmt.Sprintf(
			"The list has %d pages, and patctl reads at most %d.", last, most)}}}
	}
	pages, errs := make([]page, last+1), make([]error, last+1)
	pages[1] = first
	pages[last], errs[last] = l.fetch(ctx, last)
	var group errgroup.Group
	group.SetLimit(l.c.options.Parallelism)
	for n := 2; n < last; n++ {
		group.Go(func() error {
			pages[n], errs[n] = l.fetch(ctx, n)
			return nil
		})
	}
	_ = group.Wait() // each has its own error
	r := l.collect(pages, errs)
	if len(r.gaps) == 0 {
		r.unstable, r.gaps = l.unmoved(ctx, pages)
	}
	if r.unstable == "" && repeats(r.ids()) {
		r.unstable = onTwoPages
	}
	return r
}

// collect puts pages together, with a gap for each reason for which some failed.
func (l *list) collect(pages []page, errs []error) round {
	var r round
	var failed github.Failures
	last := len(pages) - 1
	for n := 1; n <= last; n++ {
		if errs[n] != nil {
			failed.Add(int64(n), l.why(errs[n]))
			continue
		}
		if doubt := pages[n].doubt; doubt != nil {
			failed.Add(int64(n), l.why(doubt))
		}
		r.pages = append(r.pages, pages[n])
	}
	r.gaps = failed.Gaps(func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("pages %s of %d of the %s", numbers, last, l.what)
		}
		return fmt.Sprintf("page %s of %d of the %s", numbers, last, l.what)
	})
	return r
}

// unmoved reads the first and the last page again, and says why they are not as
// they were. Of two pages, the last one may come from a replica that lags behind the first.
// A list with a hole, or with more than it said, has moved.
func (l *list) unmoved(ctx context.Context, pages []page) (unstable string, gaps []github.Gap) {
	last := len(pages) - 1
	if pages[last].Next != 0 {
		return fmt.Sprintf("page %d should be the last page, but another page follows", last), nil
	}
	if hole := slices.IndexFunc(pages[1:], func(p page) bool { return len(p.elements) == 0 }); hole >= 0 {
		return fmt.Sprintf("page %d of %d is empty", hole+1, last), nil
	}
	again := []int{1, last}
	same := make([]bool, len(again))
	var group errgroup.Group
	for i, n := range again {
		group.Go(func() error {
			p, err := l.fetchOne(ctx, n)
			if err == nil {
				err = p.doubt
			}
			same[i] = err == nil && slices.Equal(p.ids, pages[n].ids) && p.Next == pages[n].Next
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return "", []github.Gap{{What: l.what, Why: "patctl could not check whether the list changed while reading it. " + l.why(err)}}
	}
	if slices.Contains(same, false) {
		return changed, nil
	}
	return "", nil
}

// sequential reads a list that names only the next page each time. It is stable
// when the next round gives the same.
func (l *list) sequential(ctx context.Context, first page) round {
	r := round{chained: true}
	seen := map[string]bool{}
	r.link(l, 1, first)
	markNew(seen, first.ids)
	for next := first.Next; next != 0; {
		p, err := l.follow(ctx, next, len(r.pages), seen)
		if err != nil {
			r.gaps = append(r.gaps, github.Gap{What: fmt.Sprintf("the %s from page %d onward", l.what, next), Why: l.why(err)})
			return r
		}
		r.link(l, next, p)
		next = p.Next
	}
	return r
}

// link adds a page to a chain.
func (r *round) link(l *list, number int, p page) {
	r.pages = append(r.pages, p)
	if p.doubt != nil {
		r.gaps = append(r.gaps, github.Gap{What: fmt.Sprintf("page %d of the %s", number, l.what), Why: l.why(p.doubt)})
	}
}

// follow reads the next page of a chain that has so many already.
func (l *list) follow(ctx context.Context, next, have int, seen map[string]bool) (page, error) {
	if have >= l.c.options.MaxPages {
		return page{}, fmt.Errorf("the list has more than %d pages, which is the maximum that patctl reads", have)
	}
	p, err := l.fetch(ctx, next)
	if err == nil && !markNew(seen, p.ids) && p.Next != 0 {
		err = fmt.Errorf("page %d contains nothing new and links to another page, so the list never ends", next)
	}
	return p, err
}
