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
	linkPart = regexp.MustCompile(`<([^<>]*)>([^<]*)`)
	linkRel  = regexp.MustCompile(`(?i)\brel\s*=\s*"?([a-z ]+)"?`)
)

var errNoPageNumber = errors.New("GitHub names the next page in a way that is not understood")

// linksOf reads the Link header. A next page without a number is an error: to
// overlook it would be to take a part of a list for the whole.
//
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
func linksOf(h http.Header) (pageLinks, error) {
	raw := strings.Join(h.Values("Link"), ", ")
	if raw == "" {
		return pageLinks{}, nil
	}
	var links pageLinks
	understood := false
	for _, part := range linkPart.FindAllStringSubmatch(raw, -1) {
		rel := linkRel.FindStringSubmatch(part[2])
		if rel == nil {
			continue
		}
		understood = true
		for _, word := range strings.Fields(strings.ToLower(rel[1])) {
			if err := links.set(word, pageNumber(part[1])); err != nil {
				return pageLinks{}, err
			}
		}
	}
	if !understood {
		return pageLinks{}, errNoPageNumber
	}
	return links, nil
}

func (l *pageLinks) set(rel string, number int) error {
	switch {
	case rel == "next" && number == 0:
		return errNoPageNumber
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
