// Package library knows which endpoints of GitHub's REST API the methods of client
// libraries call: octokit.js and its older names, go-github, PyGithub, and octokit.rb.
// Each library's table is read at the first question about it.
//
// It does not read programs, and does not know what an endpoint needs. A path that
// a library writes in another form, such as by number, is given as GitHub documents it.
package library

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog/facts"
)

// Method is a method of a client library. What it points to is shared and must
// not be changed.
type Method struct {
	Name  string // "issues.create"; "Issues.Create"; "create_issue"
	Class string // PyGithub: the class that has it ("Repository"); else ""
	// Endpoints are the calls that it makes, as "POST /repos/{owner}/{repo}/issues". Of
	// several, an argument decides which one it is; Note says how, where that is known.
	// "POST /graphql" is a GraphQL call; Note names its mutation or query.
	Endpoints []string
	Returns   string // PyGithub: the class of the result, "Issue", or "Issue[]" for a list; else ""
	Gone      bool   // GitHub has removed the endpoint; Endpoints has what it was
	Note      string // what decides, or the name to write today; may be ""
}

// Octokit returns the method of octokit.js with this name, such as issues.create.
// Names that only older versions have are known, too.
func Octokit(name string) (Method, bool) {
	m, ok := octokit()[name]
	return m, ok
}

// OctokitNames returns the names of all of its methods, sorted.
func OctokitNames() []string { return slices.Sorted(maps.Keys(octokit())) }

// GoGitHub returns a method of a service of go-github, such as Issues and Create.
func GoGitHub(service, name string) (Method, bool) {
	m, ok := goGitHub()[service+"."+name]
	return m, ok
}

// PyGithub returns the methods of this name, one for each class that has it, sorted
// by class. It is nil where no class has it.
func PyGithub(name string) []Method { return slices.Clone(pyGithub()[name]) }

// OctokitRuby returns the method of octokit.rb's client with this name, such as
// create_issue.
func OctokitRuby(name string) (Method, bool) {
	m, ok := octokitRuby()[name]
	return m, ok
}

var octokit = sync.OnceValue(func() map[string]Method {
	methods := table{}
	for _, r := range facts.Rows("octokit-old-methods", "scope", "method", "verb", "path", "catalog", "same_call_today") {
		methods.add(r[0]+"."+r[1], Method{Note: today(r[5])}, call{r[2], r[3], r[4]})
	}
	for _, r := range facts.Rows("octokit-methods", "scope", "method", "verb", "path", "catalog", "renamed_to", "note") {
		methods.add(r[0]+"."+r[1], Method{Note: joined(today(r[5]), r[6])}, call{r[2], r[3], r[4]})
	}
	return methods
})

var goGitHub = sync.OnceValue(func() map[string]Method {
	methods := table{}
	for _, r := range facts.Rows("go-github-methods", "service", "method", "verb", "path", "catalog", "note") {
		methods.add(r[0]+"."+r[1], Method{Note: r[5]}, call{r[2], r[3], r[4]})
	}
	return methods
})

var octokitRuby = sync.OnceValue(func() map[string]Method {
	methods := table{}
	for _, r := range facts.Rows("octokit-rb-methods", "method", "verb", "path", "catalog") {
		methods.add(r[0], Method{}, call{r[1], r[2], r[3]})
	}
	return methods
})

var pyGithub = sync.OnceValue(func() map[string][]Method {
	methods := table{}
	for _, r := range facts.Rows("pygithub-methods", "method", "class", "verb", "path", "catalog", "returns", "note") {
		methods.add(r[1]+"."+r[0], Method{Class: r[1], Returns: r[5], Note: r[6]}, call{r[2], r[3], r[4]})
	}
	byName := map[string][]Method{}
	for _, m := range methods {
		_, m.Name, _ = strings.Cut(m.Name, ".")
		byName[m.Name] = append(byName[m.Name], m)
	}
	for _, same := range byName {
		slices.SortFunc(same, func(a, b Method) int { return strings.Compare(a.Class, b.Class) })
	}
	return byName
})

func today(name string) string {
	if name == "" {
		return ""
	}
	return "now called " + name
}

// joined puts two notes into one.
func joined(a, b string) string {
	return strings.Join(slices.DeleteFunc([]string{a, b}, func(note string) bool { return note == "" }), "; ")
}
