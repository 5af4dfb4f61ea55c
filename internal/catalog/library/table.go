package library

import (
	"slices"
	"strings"
)

// table holds the methods of a library by name.
type table map[string]Method

// call is what a row says about the endpoint: catalog is the table of facts that has it, or
// none.
type call struct{ verb, path, catalog string }

// add takes one row; several rows of one name are one method.
func (t table) add(name string, m Method, c call) {
	endpoints := c.endpoints()
	if known, twice := t[name]; twice {
		if !slices.Contains(known.Endpoints, endpoints[0]) {
			known.Endpoints = append(known.Endpoints, endpoints...)
		}
		known.Gone = known.Gone && c.gone()
		known.Note, known.Returns = joinedOnce(known.Note, m.Note), joinedReturns(known.Returns, m.Returns)
		t[name] = known
		return
	}
	m.Name, m.Endpoints, m.Gone = name, endpoints, c.gone()
	if c.undocumented() {
		m.Note = joined(m.Note, "GitHub does not document this endpoint")
	}
	t[name] = m
}

// archive is written as one endpoint by older libraries; GitHub documents two.
const archive = "/repos/{owner}/{repo}/{archive_format}/{ref}"

func (c call) endpoints() []string {
	if c.path == archive {
		return []string{c.verb + " /repos/{owner}/{repo}/tarball/{ref}", c.verb + " /repos/{owner}/{repo}/zipball/{ref}"}
	}
	return []string{c.verb + " " + c.path}
}

// undocumentedPaths begin paths that work, or may work, without being documented.
var undocumentedPaths = []string{"/repos/{owner}/{repo}/import/issues", "/hub", "/login/oauth/", "/hooks", "/enterprises/{enterprise}"}

// undocumented reports whether GitHub never documented the endpoint, so that its
// absence from the documentation says nothing.
func (c call) undocumented() bool {
	return c.catalog == "none" && slices.ContainsFunc(undocumentedPaths, func(path string) bool {
		return c.path == path || strings.HasPrefix(c.path, path) && path != "/enterprises/{enterprise}"
	})
}

func (c call) gone() bool { return c.catalog == "none" && c.path != archive && !c.undocumented() }

// joinedOnce adds a note that is not there yet.
func joinedOnce(a, b string) string {
	if strings.Contains(a, b) {
		return a
	}
	return joined(a, b)
}

// joinedReturns is the class of the result where all rows agree on it, else "": which
// one it is depends on an argument.
func joinedReturns(a, b string) string {
	if a == b {
		return a
	}
	return ""
}
