package github

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// pageLinks are the numbers of pages in a Link header; 0 where there is none.
type pageLinks struct{ next, last int }

var (
	linkPart  = regexp.MustCompile(`<([^<>]*)>([^<>]*)`)
	linkValue = regexp.MustCompile(`(?i)\brel\s*=\s*("[^"]*"|[^\s;,"]+)`)
	relations = regexp.MustCompile(`^[a-z0-9.:/_ -]*$`)
)

var (
	errNoPageNumber = errors.New("GitHub names the next page in a way that is not understood")
	errOddLink      = errors.New("GitHub names other pages in a way that is not understood")
	errTwoPages     = errors.New("GitHub names two different next or last pages")
)

// linksOf reads the Link header. A next page without a number is an error, and so
// is every part that is not understood: to overlook it may be to take a part of a
// list for the whole.
//
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func linksOf(h http.Header) (pageLinks, error) {
	raw := strings.Join(h.Values("Link"), ", ")
	if raw == "" {
		return pageLinks{}, nil
	}
	if rest := linkPart.ReplaceAllString(raw, ""); strings.Trim(rest, ", \t") != "" {
		return pageLinks{}, errOddLink
	}
	var links pageLinks
	for _, part := range linkPart.FindAllStringSubmatch(raw, -1) {
		words, err := relationsOf(part[2])
		if err != nil {
			return pageLinks{}, err
		}
		for _, word := range words {
			if err := links.set(word, pageNumber(part[1])); err != nil {
				return pageLinks{}, err
			}
		}
	}
	if links == (pageLinks{}) && !linkPart.MatchString(raw) {
		return pageLinks{}, errOddLink
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

func (l *pageLinks) set(rel string, number int) error {
	switch {
	case rel == "next" && number == 0:
		return errNoPageNumber
	case rel == "next" && l.next != 0 && l.next != number, rel == "last" && l.last != 0 && l.last != number:
		return errTwoPages
	case rel == "next":
		l.next = number
	case rel == "last":
		l.last = number
	}
	return nil
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
