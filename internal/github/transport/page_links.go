package transport

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// PageLinks are the numbers of pages in a Link header; 0 where there is none.
type PageLinks struct{ Next, Last int }

var (
	linkPart  = lazyregexp.New(`<([^<>]*)>([^<>]*)`)
	linkValue = lazyregexp.New(`(?i)\brel\s*=\s*("[^"]*"|[^\s;,"]+)`)
	relations = lazyregexp.New(`^[a-z0-9.:/_ -]*$`)
)

var (
	errNoPageNumber = errors.New("GitHub's link to the next page is not valid")
	errOddLink      = errors.New("GitHub's links to other pages are not valid")
	errTwoPages     = errors.New("GitHub's response links to two different next or last pages")
)

// LinksOf reads the Link header. A next page without a number is an error, and so
// is every part that is not understood: to overlook it may be to take a part of a
// list for the whole.
//
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func LinksOf(h http.Header) (PageLinks, error) {
	raw := strings.Join(h.Values("Link"), ", ")
	if raw == "" {
		return PageLinks{}, nil
	}
	if rest := linkPart.ReplaceAllString(raw, ""); strings.Trim(rest, ", \t") != "" {
		return PageLinks{}, errOddLink
	}
	var links PageLinks
	for _, part := range linkPart.FindAllStringSubmatch(raw, -1) {
		words, err := relationsOf(part[2])
		if err != nil {
			return PageLinks{}, err
		}
		for _, word := range words {
			if err := links.set(word, pageNumber(part[1])); err != nil {
				return PageLinks{}, err
			}
		}
	}
	if links == (PageLinks{}) && !linkPart.MatchString(raw) {
		return PageLinks{}, errOddLink
	}
	return links, nil
}

// relationsOf returns what a link is to the page that it is on. One that does not
// say so, or says it twice, may be the next page.
func relationsOf(parameters string) ([]string, error) {
	found := linkValue.FindAllStringSubmatch(parameters, -1)
	if len(found) != 1 {
		return nil, errOddLink
	}
	value := strings.ToLower(strings.Trim(found[0][1], `"`))
	if words := strings.Fields(value); len(words) > 0 && relations.MatchString(value) {
		return words, nil
	}
	return nil, errOddLink
}

func (l *PageLinks) set(rel string, number int) error {
	switch {
	case rel == "next" && number == 0:
		return errNoPageNumber
	case rel == "next" && l.Next != 0 && l.Next != number, rel == "last" && l.Last != 0 && l.Last != number:
		return errTwoPages
	case rel == "next":
		l.Next = number
	case rel == "last":
		l.Last = number
	}
	return nil
}

// inOrder reports whether these can be the links of a page: to the one after it, or to none.
func (l PageLinks) inOrder(page int) bool {
	return l.Next == page+1 || l.Next == 0 && l.Last <= page
}

// pageNumber returns the parameter page of an address, or 0.
func pageNumber(address string) int {
	u, err := url.Parse(address)
	if err != nil {
		return 0
	}
	n, err := strconv.Atoi(u.Query().Get("page"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// IsPartial reports whether GitHub says that it left something out.
func IsPartial(h http.Header) bool {
	return slices.ContainsFunc(h.Values("X-GitHub-SSO"), func(value string) bool {
		return strings.Contains(strings.ToLower(value), "partial-results")
	})
}
