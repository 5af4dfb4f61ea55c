package github

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"
)

const (
	perPage = 100 // the most that GitHub gives
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
}

// page is one page as it came.
type page struct {
	elements []json.RawMessage
	ids      []string
	pageLinks
}

// round is what one reading of a whole list gave.
type round struct {
	pages  []page // without those that failed
	gaps   []Gap
	stable bool // the list did not change from the first page to the last
	// chained: each page named only the next one, so that whether the list has
	// changed shows in another reading alone.
	chained bool
}

// read returns every element of the list once, and what could not be read. A
// list that changed while it was read is read again: an element that moves
// towards the front slips through between two pages.
func (l *list) read(ctx context.Context) ([]json.RawMessage, []Gap) {
	var all elements
	var before []string
	for n := 1; n <= maxRounds; n++ {
		if n == 2 {
			// The cache tells the number of pages as it was.
			ctx = afresh(ctx)
		}
		r := l.round(ctx)
		ids := r.ids()
		if len(r.gaps) > 0 {
			all.add(r)
			return all.list, r.gaps
		}
		if r.stable || r.chained && n > 1 && slices.Equal(ids, before) && !repeats(ids) {
			all = elements{}
			all.add(r)
			return all.list, nil
		}
		before = ids
		all.add(r)
	}
	return all.list, []Gap{{What: l.what, Why: fmt.Sprintf(
		"The list changed each of the %d times that it was read, so that some may be missing. Run the command again.", maxRounds)}}
}

func (l *list) round(ctx context.Context) round {
	first, err := l.fetch(ctx, 1)
	switch {
	case err != nil:
		return round{gaps: []Gap{{What: l.what, Why: l.why(err)}}}
	case first.next == 0:
		return round{pages: []page{first}, stable: true}
	case first.last >= first.next:
		return l.parallel(ctx, first)
	}
	return l.sequential(ctx, first)
}

// parallel reads a list whose first page names the last. The last one is read
// before those between, and the first and the last once more at the end: as
// long as their elements stay the same nothing has moved across a boundary.
func (l *list) parallel(ctx context.Context, first page) round {
	last := first.last
	if most := l.c.options.MaxPages; last > most {
		return round{pages: []page{first}, gaps: []Gap{{What: l.what, Why: fmt.Sprintf(
			"GitHub names %d pages, and patctl reads %d at most.", last, most)}}}
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
		r.stable, r.gaps = l.unmoved(ctx, pages)
		r.stable = r.stable && !repeats(r.ids())
	}
	return r
}

// collect puts pages together, with a gap for each reason for which some failed.
func (l *list) collect(pages []page, errs []error) round {
	var r round
	var failed failures
	last := len(pages) - 1
	for n := 1; n <= last; n++ {
		if errs[n] != nil {
			failed.add(int64(n), l.why(errs[n]))
			continue
		}
		r.pages = append(r.pages, pages[n])
	}
	r.gaps = failed.gaps(func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("pages %s of %d of the %s", numbers, last, l.what)
		}
		return fmt.Sprintf("page %s of %d of the %s", numbers, last, l.what)
	})
	return r
}

// unmoved reads the first and the last page again and reports whether they are
// as they were. A list with a hole, or with more than it said, has moved.
func (l *list) unmoved(ctx context.Context, pages []page) (bool, []Gap) {
	last := len(pages) - 1
	hole := func(p page) bool { return len(p.elements) == 0 }
	if pages[last].next != 0 || slices.ContainsFunc(pages[1:last], hole) {
		return false, nil
	}
	again := []int{1}
	if last > 2 {
		again = append(again, last)
	}
	same := make([]bool, len(again))
	var group errgroup.Group
	for i, n := range again {
		group.Go(func() error {
			p, err := l.fetchOne(ctx, n)
			same[i] = err == nil && slices.Equal(p.ids, pages[n].ids) && p.next == pages[n].next
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return false, []Gap{{What: l.what, Why: "Whether the list changed while it was read could not be checked. " + l.why(err)}}
	}
	return !slices.Contains(same, false), nil
}

// sequential reads a list that names only the next page each time. It is stable
// when the next round gives the same.
func (l *list) sequential(ctx context.Context, first page) round {
	r := round{pages: []page{first}, chained: true}
	seen := map[string]bool{}
	markNew(seen, first.ids)
	for next := first.next; next != 0; next = r.pages[len(r.pages)-1].next {
		p, err := l.fetch(ctx, next)
		if err == nil && !markNew(seen, p.ids) && p.next != 0 {
			err = fmt.Errorf("page %d brings nothing new and names another, so that the list has no end", next)
		}
		if err == nil && len(r.pages) == l.c.options.MaxPages {
			err = fmt.Errorf("the list has more than %d pages, which patctl reads at most", len(r.pages))
		}
		if err != nil {
			r.gaps = append(r.gaps, Gap{What: fmt.Sprintf("the %s from page %d on", l.what, next), Why: l.why(err)})
			return r
		}
		r.pages = append(r.pages, p)
	}
	return r
}

// fetch reads one page. Of a full page without a next one the cache may not have
// heard that there is more by now: its body, and so its tag, stays the same.
func (l *list) fetch(ctx context.Context, number int) (page, error) {
	p, err := l.fetchOne(ctx, number)
	if err != nil || p.next != 0 || len(p.elements) < perPage || l.c.options.CacheDir == "" {
		return p, err
	}
	beyond, err := l.fetchOne(ctx, number+1)
	if err == nil && len(beyond.elements) > 0 {
		p.next = number + 1
	}
	return p, err
}

// fetchOne reads one page as GitHub gives it.
func (l *list) fetchOne(ctx context.Context, number int) (page, error) {
	req, err := l.s.request(l.path + "?" + l.query + "per_page=" + strconv.Itoa(perPage) + "&page=" + strconv.Itoa(number))
	if err != nil {
		return page{}, err
	}
	var body bytes.Buffer
	resp, err := l.s.api.Do(ctx, req, &body)
	if err != nil {
		return page{}, err
	}
	if strings.HasPrefix(resp.Header.Get("X-GitHub-SSO"), "partial-results") {
		return page{}, errPartial
	}
	var p page
	if p.pageLinks, err = linksOf(resp.Header); err != nil {
		return page{}, err
	}
	if p.next != 0 && p.next <= number {
		return page{}, fmt.Errorf("page %d names page %d as the next one, so that the list has no end", number, p.next)
	}
	if p.elements, err = decodePage(body.Bytes()); err != nil {
		return page{}, err
	}
	for _, element := range p.elements {
		p.ids = append(p.ids, idOf(element))
	}
	return p, nil
}
