package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// reach orders the ways to choose repositories by how much they allow.
type reach int

const (
	reachNone   reach = iota // public ones only
	reachListed              // those of a list
	reachChosen              // any choice
	reachAll
)

func reachOf(r pat.Repositories) reach {
	switch {
	case r.Selection == pat.NoRepositories, r.Patterns != nil && len(r.Patterns) == 0:
		return reachNone
	case r.Patterns != nil:
		return reachListed
	case r.Selection == pat.SelectedRepositories:
		return reachChosen
	}
	return reachAll // declared so, or not declared at all
}

// wider finds repositories that are gained. Which repositories there are is not
// known: of two lists, the second is wider unless each of its patterns is within
// one of the first.
func wider(before, after *pat.Template) []Escalation {
	old, now := reachOf(before.Repositories), reachOf(after.Repositories)
	switch {
	case now < old, now == old && now != reachListed:
		return nil
	case now == reachAll:
		return []Escalation{{Attribute: "repositories", Message: "All repositories may be selected."}}
	case now == reachChosen:
		return []Escalation{{Attribute: "repositories", Message: "Any choice of repositories may be selected."}}
	}
	beyond := beyond(fullPatterns(before), fullPatterns(after))
	if old == reachListed && len(beyond) == 0 {
		return nil
	}
	return []Escalation{{Attribute: "repositories", Message: fmt.Sprintf("More repositories may be selected: %s.", strings.Join(beyond, ", "))}}
}

// beyond returns the patterns that none of allowed covers. GitHub's names ignore
// case.
func beyond(allowed, patterns []string) []string {
	var globs pat.Globs[string] // what a glob covers has its ends, too
	for _, a := range allowed {
		globs.Add(strings.ToLower(a), strings.ToLower(a))
	}
	return slices.DeleteFunc(patterns, func(p string) bool {
		p = strings.ToLower(p)
		return slices.ContainsFunc(globs.Candidates(nil, p), func(a string) bool { return covers(a, p) })
	})
}

// fullPatterns are the patterns with their owners.
func fullPatterns(t *pat.Template) []string {
	var out []string
	for _, p := range t.Repositories.Patterns {
		if !strings.Contains(p, "/") {
			p = t.TargetName + "/" + p
		}
		out = append(out, p)
	}
	return out
}

// covers reports whether everything that fits the glob inner fits outer too. A *
// of inner matches any run of characters, which only a * of outer takes. So
// it may say no to two globs that are equal in a roundabout way (?* and *?), but
// never yes where something is gained.
func covers(outer, inner string) bool {
	in := []rune(inner)
	fits := make([]bool, len(in)+1) // whether what was seen of outer takes in[:j]
	fits[0] = true
	for _, o := range outer {
		next := make([]bool, len(in)+1)
		next[0] = o == '*' && fits[0]
		for j, r := range in {
			switch o {
			case '*':
				next[j+1] = fits[j+1] || next[j]
			case '?':
				next[j+1] = fits[j] && r != '*'
			default:
				next[j+1] = fits[j] && r == o
			}
		}
		fits = next
	}
	return fits[len(in)]
}
