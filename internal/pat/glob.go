package pat

import (
	"strings"
	"unicode/utf8"
)

// FitsGlob reports whether s as a whole fits a glob, in which * matches any
// run of characters, also none, and ? exactly one. Everything else matches
// itself, in upper or lower case as it is written.
func FitsGlob(glob, s string) bool {
	star, from := -1, 0 // the last * of the glob, and what it takes of s so far
	p, i := 0, 0
	for i < len(s) {
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case p < len(glob) && glob[p] == '*':
			star, from = p, i
			p++
		case p < len(glob) && glob[p] == '?':
			p++
			i += size
		case p < len(glob) && glob[p] == s[i]:
			p++
			i++
		case star >= 0:
			_, taken := utf8.DecodeRuneInString(s[from:])
			from += taken
			p, i = star+1, from
		default:
			return false
		}
	}
	return strings.Trim(glob[p:], "*") == ""
}
