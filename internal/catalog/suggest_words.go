package catalog

import (
	"slices"
	"strings"

	"github.com/agext/levenshtein"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// sameWords are short forms of words that names have.
var sameWords = map[string]string{"org": "organization", "repo": "repository", "admin": "administration", "webhook": "hook", "user": "account"}

// stems are the words of a normal word, without the plural.
func stems(normal string) []string {
	var out []string
	for word := range strings.SplitSeq(normal, "_") {
		switch {
		case word == "":
			continue
		case strings.HasSuffix(word, "ies"):
			word = strings.TrimSuffix(word, "ies") + "y"
		case len(word) > 3 && !strings.HasSuffix(word, "ss"):
			word = strings.TrimSuffix(word, "s")
		}
		if same, ok := sameWords[word]; ok {
			word = same
		}
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return out
}

// shortestPrefix is how many letters of a word are enough to match it.
const shortestPrefix = 4

func sameWord(asked, word string) bool {
	if asked == word {
		return true
	}
	return len(asked) >= shortestPrefix && strings.HasPrefix(word, asked) || len(asked) > shortestPrefix && levenshtein.Distance(asked, word, nil) == 1
}

// lacking counts the words that were not asked for.
func lacking(words, asked []string) int {
	n := 0
	for _, word := range words {
		if !slices.ContainsFunc(asked, func(a string) bool { return sameWord(a, word) }) {
			n++
		}
	}
	return n
}

// withWords returns the permissions that have all words of a normal word in their
// names, labels and sections, those with the fewest other words. ok is false where
// none has them all. Where only GitHub Apps can hold the best, it returns nil.
func (c *Catalog) withWords(normal string) (names []string, ok bool) {
	asked := stems(normal)
	var found []ranked
	for _, p := range c.index().all {
		name, label, section := stems(p.Name), stems(normalWord(p.DisplayName)), string(p.Section)
		if lacking(asked, slices.Concat(name, label, []string{section})) > 0 || len(asked) == 0 {
			continue
		}
		found = append(found, ranked{p, min(lacking(name, asked), lacking(label, asked))})
	}
	return best(found, 1), len(found) > 0
}

// ranked is a permission with how far it is from what was written.
type ranked struct {
	Permission
	cost int
}

// best returns the names to write for the nearest, and for those that are hardly
// farther. It returns nil where they are too many to help, or where only GitHub
// Apps can hold one of the nearest.
func best(found []ranked, slack int) []string {
	if len(found) == 0 {
		return nil
	}
	order := []pat.Section{pat.Repository, pat.Organization, pat.Account}
	slices.SortStableFunc(found, func(a, b ranked) int {
		if a.cost != b.cost {
			return a.cost - b.cost
		}
		return slices.Index(order, a.Section) - slices.Index(order, b.Section)
	})
	var names []string
	for _, r := range found {
		name := r.toWrite()
		switch {
		case name == "" && r.cost == found[0].cost:
			return nil
		case name == "" || r.cost > found[0].cost+slack || slices.Contains(names, name):
			continue
		}
		names = append(names, name)
	}
	if len(names) > maxSuggested {
		return nil
	}
	return names
}

// withLetters returns the permissions with the nearest letters in their names or
// labels, word by word.
func (c *Catalog) withLetters(normal string) []string {
	var found []ranked
	for _, p := range c.index().all {
		cost, near := lettersApart(normal, p.Name)
		if other, also := lettersApart(normal, normalWord(p.DisplayName)); also && (!near || other < cost) {
			cost, near = other, true
		}
		if near {
			found = append(found, ranked{p, cost})
		}
	}
	return best(found, 0)
}

// lettersApart says how many letters differ, and whether they are few enough: in
// each of the words, or in all where the words are divided otherwise.
func lettersApart(written, name string) (cost int, near bool) {
	a, b := strings.Split(written, "_"), strings.Split(name, "_")
	if len(a) != len(b) {
		a, b = []string{strings.Join(a, "")}, []string{strings.Join(b, "")}
		const few = 8 // one wrong letter in so many
		return levenshtein.Distance(a[0], b[0], nil), levenshtein.Distance(a[0], b[0], nil) <= len(a[0])/few
	}
	for i := range a {
		if a[i] == b[i] {
			continue
		}
		if diag.Suggest(a[i], b[i:i+1]) == "" {
			return 0, false
		}
		cost += levenshtein.Distance(a[i], b[i], nil)
	}
	return cost, true
}
