package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// What the differences between two paths cost. A path that is right but for a
// missing segment is nearer than one with a misspelt word, and that nearer than
// one whose word can only be the value of a parameter.
const (
	missingCost   = 1
	misspeltCost  = 2
	parameterCost = 5
)

// SuggestCall returns what was most likely meant by a call that names no
// endpoint, in a form that ParseCall reads, or "" where nothing is near.
func (c *Catalog) SuggestCall(call Call) string {
	if meant := suggestDocumented(call.Anchor); meant != "" || call.Path == "" {
		return meant
	}
	return c.SuggestEndpoint(cmp.Or(call.Method, "GET"), call.Path)
}

// SuggestEndpoint returns the endpoint, as "METHOD /path", that is most likely
// meant where there is none with this method and path, or "" where none is
// near. It looks for the same path with another method, for one that has one
// segment more, and for one with misspelt words or with values in the place of
// parameters. Of equally near ones it takes one with the same method.
func (c *Catalog) SuggestEndpoint(method, path string) string {
	if e, ok := otherMethod(method, path); ok {
		return e.String()
	}
	words := strings.Split(path, "/")
	if words[0] != "" || len(words) < 2 || len(words) > maxSegments {
		return ""
	}
	if e, ok := cheapest(method, words); ok {
		return e.String()
	}
	return ""
}

// maxSegments is more than any path of the API has.
const maxSegments = 16

// otherMethod finds the same path with the method that is nearest.
func otherMethod(method, path string) (found Endpoint, ok bool) {
	t := endpointTable()
	for _, other := range methods {
		i, exists := t.byKey[endpointKey(other, path)]
		if exists && (!ok || methodCost(method, other) < methodCost(method, found.Method)) {
			found, ok = t.endpoints[i], true
		}
	}
	return found, ok
}

// methodCost orders methods by their distance from the one that was written.
// Nobody who did not write DELETE is pointed to it while there is a choice.
func methodCost(written, other string) int {
	switch {
	case other == written:
		return 0
	case other == "DELETE":
		return 3
	case (other == "GET") != (written == "GET"):
		return 2
	}
	return 1
}

// cheapest returns the first of the endpoints that cost least. The method only
// decides between paths that cost the same.
func cheapest(method string, words []string) (found Endpoint, ok bool) {
	best, bestMethod := 0, 0
	for _, e := range endpointTable().endpoints {
		c, possible := pathCost(words, strings.Split(e.Path, "/"))
		if !possible {
			continue
		}
		m := methodCost(method, e.Method)
		if !ok || c < best || c == best && m < bestMethod {
			found, ok, best, bestMethod = e, true, c, m
		}
	}
	return found, ok
}

// pathCost says how far a path as written is from that of an endpoint, both
// split at slashes, and whether one can replace the other at all.
func pathCost(words, segments []string) (cost int, possible bool) {
	if len(segments) == len(words)+1 {
		return missingCost, lacksOne(words, segments)
	}
	if len(segments) != len(words) {
		return 0, false
	}
	for i, word := range words {
		c, ok := segmentCost(word, segments[i])
		if !ok {
			return 0, false
		}
		cost += c
	}
	return cost, true
}

// lacksOne reports whether the words are the segments without one of them.
func lacksOne(words, segments []string) bool {
	same := func(word, segment string) bool {
		return word == segment || isParameter(word) && isParameter(segment)
	}
	i := 0
	for i < len(words) && same(words[i], segments[i]) {
		i++
	}
	return slices.EqualFunc(words[i:], segments[i+1:], same)
}

// segmentCost compares a segment as written with that of an endpoint.
func segmentCost(word, segment string) (cost int, possible bool) {
	switch {
	case word == segment, isParameter(word) && isParameter(segment):
		return 0, true
	case isParameter(word):
		return 0, false
	case isParameter(segment):
		return parameterCost, word != ""
	case len(word) > maxSuggestLength:
		return 0, false
	case strings.EqualFold(word, segment), diag.Suggest(word, []string{segment}) != "":
		return misspeltCost, true
	}
	return 0, false
}

func isParameter(segment string) bool {
	return strings.HasPrefix(segment, "{") || strings.HasPrefix(segment, ":")
}
