package catalog

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/diag"
)

// fillers are the words of an anchor that the name of an operation leaves out:
// create-a-release is the anchor of repos/create-release.
var fillers = []string{"a", "an", "the", "for", "of", "in", "to", "from", "by", "on", "with"}

// plainAnchor is the same for an anchor and for the name of its operation.
func plainAnchor(anchor string) string {
	words := strings.Split(anchor, "-")
	words = slices.DeleteFunc(words, func(word string) bool { return slices.Contains(fillers, word) })
	return strings.Join(words, "-")
}

// anchorIndex finds the endpoints by the anchors of their documentation.
type anchorIndex struct {
	anchors []string // all, sorted
	plain   map[string][]int
}

// anchors is made at the first call.
var anchors = sync.OnceValue(func() *anchorIndex {
	index := &anchorIndex{plain: map[string][]int{}}
	for i, e := range endpointTable().endpoints {
		if _, anchor := e.place(); anchor != "" {
			index.anchors = append(index.anchors, anchor)
			index.plain[plainAnchor(anchor)] = append(index.plain[plainAnchor(anchor)], i)
		}
	}
	slices.Sort(index.anchors)
	index.anchors = slices.Compact(index.anchors)
	return index
})

// place gives the page and the anchor of the endpoint's documentation. GitHub's
// data has no anchor for what it does not list.
func (e Endpoint) place() (page, anchor string) {
	page, anchor, _ = strings.Cut(strings.TrimPrefix(e.Doc, docRoot), "#")
	return page, anchor
}

// findDocumented returns the endpoints at a place in the documentation: at the
// anchor where the data has it, or all of a page that is named without one.
func findDocumented(page, anchor string) []Endpoint {
	if anchor == "" {
		return onPage(page)
	}
	var found, exact []Endpoint
	for _, i := range anchors().plain[plainAnchor(anchor)] {
		e := endpointTable().endpoints[i]
		if !e.isBelow(page) {
			continue
		}
		found = append(found, e)
		if _, own := e.place(); own == anchor {
			exact = append(exact, e)
		}
	}
	if exact != nil {
		return exact
	}
	return found
}

func onPage(page string) []Endpoint {
	var found []Endpoint
	for _, e := range endpointTable().endpoints {
		if own, _ := e.place(); own == page {
			found = append(found, e)
		}
	}
	return found
}

// isBelow reports whether a word before an anchor suits the endpoint: its page,
// one of the two words of that, or how its path begins.
func (e Endpoint) isBelow(word string) bool {
	page, _ := e.place()
	group, topic, _ := strings.Cut(page, "/")
	first, _, _ := strings.Cut(strings.TrimPrefix(e.Path, "/"), "/")
	return word == "" || slices.Contains([]string{page, group, topic, first}, word)
}

// suggestDocumented returns the nearest anchor, with its page, or "".
func suggestDocumented(anchor string) string {
	if anchor == "" || len(anchor) > maxSuggestLength {
		return ""
	}
	meant := anchor
	if anchors().plain[plainAnchor(anchor)] == nil {
		meant = diag.Suggest(anchor, anchors().anchors)
	}
	for _, i := range anchors().plain[plainAnchor(meant)] {
		page, own := endpointTable().endpoints[i].place()
		return page + "#" + own
	}
	return ""
}

// Undecided says why a call that names a heading of GitHub's documentation is not
// found, where its page has endpoints: GitHub's data has no headings of those that
// it does not list, so the heading may well be one of them. It is "" for other calls.
func (c Call) Undecided() string {
	if c.Path != "" || c.Anchor == "" || len(onPage(c.Page)) == 0 {
		return ""
	}
	return fmt.Sprintf("GitHub's data does not say which endpoint the heading %q documents. Write its method and path, such as %q. "+
		"To see all endpoints of the page, run\n\n  patctl explain %s%s", c.Anchor, onPage(c.Page)[0], docRoot, c.Page)
}
