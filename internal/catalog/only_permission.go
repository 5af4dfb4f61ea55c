package catalog

import (
	"slices"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// OnlyPermission returns the name that can alone be meant by word, or "". It is
// stricter than SuggestPermission, which says what is likely meant: a word is
// the name itself, in whatever spelling, a mistaken name or an alias of it, the
// label of one permission only, or one letter away from one name only.
func (c *Catalog) OnlyPermission(word string) string {
	if len(word) > maxSuggestLength {
		return ""
	}
	normal := normalWord(word)
	if p, ok := c.permissions[normal]; ok {
		return p.toWrite()
	}
	meant := c.index().labelled[normal]
	if len(meant) == 0 {
		meant = c.oneLetterFrom(normal)
	}
	if len(meant) != 1 {
		return ""
	}
	if other, scope := otherWords[normal]; scope && other != meant[0] {
		return ""
	}
	return meant[0]
}

// oneLetterFrom returns the names to write for those that differ by a letter.
// What is meant by one that only GitHub Apps can hold is nothing to write, which counts.
func (c *Catalog) oneLetterFrom(normal string) []string {
	const shortest = 4 // shorter words have too many neighbours
	if len(normal) < shortest {
		return nil
	}
	var names []string
	for name, p := range c.permissions {
		if longer := len(normal) - len(name); max(longer, -longer) > utf8.UTFMax {
			continue
		}
		if levenshtein.Distance(normal, name, nil) == 1 && !slices.Contains(names, p.toWrite()) {
			names = append(names, p.toWrite())
		}
	}
	return names
}
