package catalog

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

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
}

//go:embed facts/scopes.tsv
var recordedScopes string

// scopes are parsed at the first call, by name.
var scopes = sync.OnceValue(func() map[string]Scope {
	out := map[string]Scope{}
	lines := strings.Split(strings.TrimSuffix(recordedScopes, "\n"), "\n")
	for _, line := range lines[1:] { // the first has the names of the columns
		columns := strings.Split(line, "\t")
		s := Scope{Name: columns[0], Parent: columns[1], Meaning: columns[2], Permissions: pat.Permissions{}, Remark: columns[4]}
		for _, permission := range strings.Fields(columns[3]) {
			name, level, _ := strings.Cut(permission, ":")
			s.Permissions[name] = pat.Level(level)
		}
		out[s.Name] = s
	}
	return out
})

// ScopeNamed returns the scope of classic tokens with exactly that name.
func ScopeNamed(name string) (Scope, bool) {
	s, ok := scopes()[name]
	return s, ok
}

// ScopeNames returns the names of all scopes of classic tokens, sorted.
func ScopeNames() []string {
	var names []string
	for name := range scopes() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
