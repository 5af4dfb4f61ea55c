// Package search ranks permissions by the words that people type. It knows what they
// call things that GitHub calls otherwise; what the permissions are and open is for
// package catalog to know.
package search

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// Ranking says how well permissions fit some words.
type Ranking struct {
	known *catalog.Catalog
	words []string       // without the plural
	meant []string       // names that people mean by these words, the likeliest first
	opens map[string]int // by the name of a permission, its endpoints that have all of the words
}

// New returns the ranking of the permissions of a catalog for words as somebody
// typed them.
func New(known *catalog.Catalog, words []string) Ranking {
	r := Ranking{known: known, words: normal(words), opens: map[string]int{}}
	r.countEndpoints()
	r.meant = synonyms[strings.Join(r.words, " ")]
	if r.meant == nil {
		if bare := slices.DeleteFunc(slices.Clone(r.words), func(word string) bool { return fillers[word] }); len(bare) > 0 {
			r.words, r.meant = bare, synonyms[strings.Join(bare, " ")]
		}
	}
	return r
}

// countEndpoints counts the endpoints that have all of the words for each permission.
func (r *Ranking) countEndpoints() {
	for _, e := range r.known.Endpoints() {
		if !r.named(e) {
			continue
		}
		for name := range catalog.Union(e.Sets...) {
			r.opens[name]++
		}
	}
}

// normal gives the words in lower case, without the plural and without what is between
// them.
func normal(words []string) []string {
	var out []string
	for _, text := range words {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" -_/.:,{}#", r) }) {
			out = append(out, singular(word))
		}
	}
	return out
}

// sameWords are short forms.
var sameWords = map[string]string{"org": "organization", "repo": "repository", "env": "environment", "var": "variable", "admin": "administration"}

func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies") && len(word) > 4:
		word = strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "ches"), strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "uses"):
		word = strings.TrimSuffix(word, "es")
	case len(word) > 3 && !strings.HasSuffix(word, "ss") && !strings.HasSuffix(word, "us"):
		word = strings.TrimSuffix(word, "s")
	}
	if same, ok := sameWords[word]; ok {
		return same
	}
	return word
}

// fillers say nothing about what is meant.
var fillers = map[string]bool{
	"a": true, "an": true, "the": true, "to": true, "for": true, "of": true, "in": true, "my": true, "on": true, "github": true, "api": true, "permission": true,
	"manage": true, "create": true, "list": true, "read": true, "write": true, "edit": true, "delete": true, "get": true, "set": true, "add": true, "update": true,
	"remove": true, "view": true, "access": true, "change": true, "all": true, "with": true, "from": true,
}

// What a fit is worth.
const (
	asSynonym   = 1000 // less 100 for each that is likelier
	asName      = 500
	asWord      = 40
	asPart      = 15
	asEndpoints = 30 // where all of the endpoints fit
)

// Means reports whether people mean the permission by these words, whatever its name.
func (r Ranking) Means(p catalog.Permission) bool { return slices.Contains(r.meant, p.Name) }

// Score says how well a permission fits: more is better. A name that no template can
// use follows the one to write.
func (r Ranking) Score(p catalog.Permission) int {
	if instead, ok := r.known.Permission(p.Instead); ok {
		return max(r.Score(instead), r.ofName(p)) - 1
	}
	score := r.ofName(p)
	if at := slices.Index(r.meant, p.Name); at >= 0 {
		score += asSynonym - 100*at
	}
	if matching := r.opens[p.Name]; matching > 0 && p.Status.Usable() {
		score += asEndpoints * matching / max(matching, r.known.Opens(p.Name, pat.Admin))
	}
	return score
}

// ofName compares with the name and the label.
func (r Ranking) ofName(p catalog.Permission) int {
	name, label := normal([]string{p.Name}), normal([]string{p.DisplayName})
	score := 0
	if slices.Equal(r.words, name) || slices.Equal(r.words, label) {
		score += asName
	}
	for _, word := range r.words {
		switch {
		case slices.Contains(name, word) || slices.Contains(label, word):
			score += asWord
		case slices.ContainsFunc(slices.Concat(name, label), func(other string) bool { return strings.Contains(other, word) }):
			score += asPart
		}
	}
	return score - min(len(name), len(label))
}

// Opens reports whether the permission opens an endpoint whose path, or the place in
// whose documentation, has all of the words.
func (r Ranking) Opens(p catalog.Permission) bool { return r.opens[p.Name] > 0 && p.Status.Usable() }

func (r Ranking) named(e catalog.Endpoint) bool {
	text := separators.Replace(strings.ToLower(e.Path + "/" + e.Doc))
	return len(r.words) > 0 && !slices.ContainsFunc(r.words, func(word string) bool { return !strings.Contains(text, "/"+word) })
}

// separators are what words begin behind.
var separators = strings.NewReplacer("-", "/", "_", "/", "#", "/", "{", "/")
