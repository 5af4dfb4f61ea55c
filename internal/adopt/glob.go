package adopt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
)

// maxReadable is the length in bytes up to which a literal is written as it is.
const maxReadable = 100

// exactly returns the narrowest glob that fits s and that a configuration can
// hold. What a glob or a file in HCL cannot say as it is becomes a ?, which fits
// any one character: * and ?, the brackets of other dialects, what nobody sees,
// bytes that are not UTF-8, and letters that HCL would compose.
func exactly(s string) string {
	special := `*?[{\`
	if len(s) > maxReadable {
		special += "$%" // the loader bounds how many of them a string has
	}
	glob := mapRunes(s, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(special, r) })
	if !composed(glob) {
		glob = mapRunes(glob, func(r rune) bool { return r >= utf8.RuneSelf })
	}
	if strings.TrimSpace(glob) == "" {
		glob = strings.Repeat("?", utf8.RuneCountInString(glob)) // blanks alone are no glob
	}
	return glob
}

// mapRunes replaces by ? what is hidden, and every byte that is not UTF-8.
func mapRunes(s string, hidden func(rune) bool) string {
	var b strings.Builder
	for i, r := range s {
		broken := r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD")
		if broken || hidden(r) {
			r = '?'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// composed reports whether HCL leaves a text as it is: it brings every string
// into Unicode's composed form.
func composed(s string) bool { return cty.NormalizeString(s) == s }

// cover returns a glob that fits whatever one of the globs fits: what they
// begin and end with, and * between. It does not cut through words.
func cover(globs []string) string {
	globs = slices.Compact(slices.Sorted(slices.Values(globs)))
	if len(globs) == 1 {
		return globs[0]
	}
	first, last := globs[0], globs[len(globs)-1] // what the outermost share, all do
	prefix := wholeWords(commonPrefix(first, last), globs)
	room := len(slices.MinFunc(globs, func(a, b string) int { return len(a) - len(b) })) - len(prefix)
	suffix := commonSuffix(globs, room)
	if glob := prefix + "*" + suffix; composed(glob) {
		return glob
	}
	return "*"
}

// commonPrefix is the text without * that both begin with.
func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] && a[n] != '*' {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return a[:n]
}

// wholeWords cuts a prefix of all globs back to its last separator, unless it
// ends with a word in each of them.
func wholeWords(prefix string, globs []string) string {
	splits := func(g string) bool {
		next, _ := utf8.DecodeRuneInString(g[len(prefix):])
		return len(g) > len(prefix) && isWord(next)
	}
	end, _ := utf8.DecodeLastRuneInString(prefix)
	if prefix == "" || !isWord(end) || !slices.ContainsFunc(globs, splits) {
		return prefix
	}
	return prefix[:1+strings.LastIndexFunc(prefix, func(r rune) bool { return r < utf8.RuneSelf && !isWord(r) })]
}

// commonSuffix is the text of whole words, without *, that all end with; it has
// at most room bytes.
func commonSuffix(globs []string, room int) string {
	suffix := globs[0]
	for _, g := range globs {
		n := 0
		for n < min(len(suffix), len(g), room) && suffix[len(suffix)-1-n] == g[len(g)-1-n] && g[len(g)-1-n] != '*' {
			n++
		}
		suffix = suffix[len(suffix)-n:]
	}
	at := strings.IndexFunc(suffix, func(r rune) bool { return r < utf8.RuneSelf && !isWord(r) })
	if at < 0 {
		return ""
	}
	return suffix[at:]
}

// isWord reports whether r is part of a word rather than between two.
func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// columns returns a glob for names of one length, with ? where they differ, or
// "" where their lengths do.
func columns(names []string) string {
	out := []rune(names[0])
	for _, name := range names[1:] {
		runes := []rune(name)
		if len(runes) != len(out) {
			return ""
		}
		for i, r := range runes {
			if r != out[i] {
				out[i] = '\x00' // literal makes a ? of it
			}
		}
	}
	return exactly(string(out))
}
