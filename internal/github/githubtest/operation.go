package githubtest

import (
	"net/http"
	"strings"
)

// Description is what requests and answers are held against: GitHub's own of its calls, in
// tests. Each method says in what one departs from it.
type Description interface {
	// CheckRequest is about a request whose path, without /api/v3, is path.
	CheckRequest(path string, r *http.Request, body []byte) []string
	// CheckAnswer is about the answer to it.
	CheckAnswer(path string, r *http.Request, a Answer) []string
}

// Answer is an answer that is held against a Description.
type Answer struct {
	Status    int
	Header    http.Header
	Body      []byte
	Described []byte // the body without what is broken on purpose
}

// operation is a call that GitHub has, as found for a request.
type operation struct {
	Name   string // GET /orgs/{org}/personal-access-tokens
	Path   string
	Params map[string]string
}

// findOperation returns the operation that a method and path name, or nil. Of two templates,
// the one with more words of its own is meant: users/{user_id}, not {actor_type}/{actor_id}.
func findOperation(method, path string) *operation {
	var found *operation
	for name := range routes {
		m, template, _ := strings.Cut(name, " ")
		if m != method {
			continue
		}
		params, ok := matchPath(template, path)
		if ok && (found == nil || len(params) < len(found.Params)) {
			found = &operation{Name: name, Path: template, Params: params}
		}
	}
	return found
}

// hasPath reports whether GitHub has a path, with or without values for what is in braces.
func hasPath(path string) bool {
	for name := range routes {
		_, template, _ := strings.Cut(name, " ")
		if _, ok := matchPath(template, path); ok || template == path {
			return true
		}
	}
	return false
}

// matchPath compares a path with a template, and returns what is in its braces.
func matchPath(template, path string) (map[string]string, bool) {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, segment := range want {
		name, isParam := strings.CutPrefix(segment, "{")
		switch {
		case isParam && got[i] != "":
			params[strings.TrimSuffix(name, "}")] = got[i]
		case segment != got[i]:
			return nil, false
		}
	}
	return params, true
}
