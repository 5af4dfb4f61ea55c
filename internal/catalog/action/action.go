// Package action knows public GitHub Actions: which input takes a token, and what that
// token needs. Its table is read at the first question.
//
// It does not read workflows, and knows no version: the table says what was read, and when.
package action

import (
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/pat"
)

// Action is a public action. What it points to is shared and must not be changed.
type Action struct {
	Name string // "peter-evans/create-pull-request"
	// TokenInput is the input that takes a token, or "": it takes none, or by an environment
	// variable, which the note then names.
	TokenInput string
	// DefaultsToGitHubToken: without the input, the action uses the job's own token.
	DefaultsToGitHubToken bool
	Need                  catalog.Need
	// More is what some uses need, and what some do not.
	More  []Condition
	Calls []Call
	Grade string // stated, stated for GITHUB_TOKEN, from calls, closed, or unknown
	Read  string // when its README and source were read: 2026-08-19
}

// Condition is what a use of an action needs under a condition.
type Condition struct {
	When string // in words, "team reviewers"; "" where Text has no condition
	// Sets are what is then needed: beside the others, unless the words say otherwise. Nil: see Text.
	Sets []pat.Permissions
	Text string // the whole, in words
}

// Call is a call that an action makes.
type Call struct {
	Text      string // "POST /repos/{owner}/{repo}/pulls", "git push", "gh release create"
	Sometimes bool
}

// Find returns the action of a uses line, such as octo-org/deploy@v4 or octo-org/deploy/sub@v4:
// with or without a path and a version, in any case.
func Find(uses string) (Action, bool) {
	name, _, _ := strings.Cut(uses, "@")
	if parts := strings.Split(name, "/"); len(parts) > 2 {
		name = parts[0] + "/" + parts[1]
	}
	a, ok := actions()[strings.ToLower(name)]
	return a, ok
}

// All returns every action, sorted by name.
func All() []Action {
	var all []Action
	for _, a := range actions() {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Action) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all
}

var actions = sync.OnceValue(func() map[string]Action {
	all := map[string]Action{}
	for _, r := range facts.Rows("actions", "action", "token_input", "defaults_to_github_token", "permission_sets", "more",
		"calls", "grade", "source", "read", "note") {
		all[strings.ToLower(r[0])] = Action{
			Name: r[0], TokenInput: r[1], DefaultsToGitHubToken: r[2] == "yes", Need: catalog.ReadNeed(r[3], r[6], r[7], r[9]),
			More: conditions(r[4]), Calls: calls(r[5]), Grade: r[6], Read: r[8],
		}
	}
	return all
})

func conditions(text string) []Condition {
	var out []Condition
	for _, part := range list(text) {
		c := Condition{Text: part}
		if when, sets, ok := strings.Cut(part, ": "); ok && isSets(sets) {
			c.When, c.Sets = when, catalog.ParseSets(sets)
		} else if sets, when, ok := strings.Cut(part, " if "); ok && isSets(sets) {
			c.When, c.Sets = "if "+when, catalog.ParseSets(sets)
		}
		out = append(out, c)
	}
	return out
}

// isSets reports whether a text is permissions and nothing else.
func isSets(text string) bool {
	return !slices.ContainsFunc(strings.Fields(text), func(word string) bool {
		name, level, ok := strings.Cut(word, ":")
		permission := ok && name != "" && pat.Level(level).Rank() > 0
		return !permission && word != "+" && word != "|"
	})
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "; ")
}

func calls(text string) []Call {
	var out []Call
	for _, call := range list(text) {
		name, sometimes := strings.CutSuffix(call, " (sometimes)")
		out = append(out, Call{Text: name, Sometimes: sometimes})
	}
	return out
}
