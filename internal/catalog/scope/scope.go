// Package scope knows the scopes of classic tokens, what fine-grained tokens need at most to
// reach the same, and which scope an endpoint of the REST API takes. Its tables are read at
// the first question about them.
package scope

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Scope is a scope of classic tokens, from
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps.
type Scope struct {
	Name    string
	Parent  string // a scope that includes it, or ""
	Meaning string // a part of a sentence
	// Permissions are what fine-grained tokens need at most to reach the same.
	// They are a ceiling: nothing shows how much of a scope a token uses.
	Permissions pat.Permissions
	Remark      string // what fine-grained tokens cannot reach, or ""
	Documented  bool   // GitHub's page of scopes has it; else only its operations do
}

// Named returns the scope of classic tokens with exactly that name.
func Named(name string) (Scope, bool) {
	s, ok := scopes()[name]
	return s, ok
}

// Names returns the names of all scopes of classic tokens, sorted.
func Names() []string {
	var names []string
	for name := range scopes() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

var scopes = sync.OnceValue(func() map[string]Scope {
	all := map[string]Scope{}
	for _, r := range facts.Rows("scopes", "scope", "parent", "meaning", "ceiling_all", "remark", "on_the_documented_page") {
		s := Scope{Name: r[0], Parent: r[1], Meaning: r[2], Permissions: pat.Permissions{}, Remark: r[4], Documented: r[5] == "yes"}
		for permission := range strings.SplitSeq(r[3], ", ") {
			if name, level, ok := strings.Cut(permission, ":"); ok {
				s.Permissions[name] = pat.Level(level)
			}
		}
		all[s.Name] = s
	}
	return all
})

// Requirement is what a classic token needs for an endpoint, under a condition.
type Requirement struct {
	Scopes     [][]string // any one of these lists is enough; of a list, all scopes are needed
	When       string     // in words: "always", "private repository"
	InAddition bool       // beside the other requirements of the endpoint
	PublicOnly []string   // scopes that are enough for public repositories
	Note       string     // may be ""
}

// Of returns what a classic token needs for an endpoint, whatever the parameters of its path
// are called. It is nil where GitHub's description names no scope, which says nothing: many
// endpoints that need one do not say so.
func Of(method, path string) []Requirement { return requirements()[key(method, path)] }

var parameter = lazyregexp.New(`\{[^{}/]+\}`)

func key(method, path string) string {
	return method + " " + parameter.ReplaceAllString(path, "{}")
}

var requirements = sync.OnceValue(func() map[string][]Requirement {
	all := map[string][]Requirement{}
	for _, r := range facts.Rows("endpoint-scopes", "method", "path", "scopes", "when", "in_addition", "public_only", "note") {
		requirement := Requirement{When: r[3], InAddition: r[4] == "yes", Note: r[6]}
		for alternative := range strings.SplitSeq(r[2], " | ") {
			requirement.Scopes = append(requirement.Scopes, strings.Split(alternative, " + "))
		}
		if r[5] != "" {
			requirement.PublicOnly = strings.Split(r[5], " | ")
		}
		all[key(r[0], r[1])] = append(all[key(r[0], r[1])], requirement)
	}
	return all
})

// Operation is an operation of the REST API, as GitHub documents it.
type Operation struct{ Method, Path string }

// Operations returns the operations for which GitHub's description names the scope, alone or
// beside others, sorted by path and method.
func Operations(name string) []Operation {
	var found []Operation
	for _, r := range facts.Rows("endpoint-scopes", "method", "path", "scopes", "public_only") {
		words := strings.FieldsFunc(r[2]+" | "+r[3], func(c rune) bool { return c == '|' || c == '+' || c == ' ' })
		if o := (Operation{r[0], r[1]}); slices.Contains(words, name) && !slices.Contains(found, o) {
			found = append(found, o)
		}
	}
	slices.SortFunc(found, func(a, b Operation) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	return found
}

// topics are the beginnings of the paths of what a scope is for by GitHub's page of scopes,
// where the descriptions of the operations name no scope.
//
// https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps#available-scopes
var topics = map[string][]string{
	"manage_billing:enterprise": {"/enterprises/{enterprise}/settings/billing/"},
	"notifications":             {"/notifications", "/repos/{owner}/{repo}/notifications", "/repos/{owner}/{repo}/subscription"},
	"project":                   {"/user/{user_id}/projectsV2", "/users/{user_id}/projectsV2", "/users/{username}/projectsV2"},
	"read:project":              {"/users/{username}/projectsV2"},
	"repo:invite":               {"/user/repository_invitations"},
	"scim:enterprise":           {"/scim/v2/enterprises/"},
	"site_admin":                {"/admin/"},
}

// IsFor reports whether an operation is what the scope is for, although its description does
// not name the scope.
func IsFor(name, method, path string) bool {
	if method != "GET" && strings.HasPrefix(name, "read:") {
		return false
	}
	return slices.ContainsFunc(topics[name], func(start string) bool { return strings.HasPrefix(path, start) })
}

// Included returns the scopes that a scope includes directly, sorted.
func Included(name string) []string {
	var names []string
	for _, s := range scopes() {
		if s.Parent == name {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}
