package adopt

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// stem is what is left of a token's name without the parts that tell one token
// from another of its kind: numbers, dates, hashes, environments, its owner.
type stem struct {
	key  string // lower case, * for parts that are left out within; "": nothing is left
	word string // the first word of the key; "": there is none of two letters or more
	text string // as the key, in the letters of the name
	glob string // that fits the name, lower case, * for each part that is left out
}

// environments are words that tell one token from another of its kind.
var environments = []string{
	"dev", "development", "int", "integration", "local", "prd", "preprod", "preview", "prod", "production", "qa",
	"sandbox", "stage", "staging", "stg", "test", "testing", "uat",
}

// months, which are parts of dates where a number is next to them.
var months = lazyregexp.New(`^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$`)

// span is a part of a text, from start to before end.
type span struct{ start, end int }

// newStem takes a name apart. The owner is a login.
func newStem(name, owner string) stem {
	lower := strings.ToLower(name)
	words := wordsOf(lower)
	left := joined(lower, append(ownerSpans(lower, owner), variable(lower, words, true)...))
	if !holdsLetter(lower, left) {
		left = joined(lower, variable(lower, words, false))
	}
	original := name
	if len(original) != len(lower) {
		original = lower // a letter that is longer in one case than in the other
	}
	return cutOut(lower, original, left)
}

// cutOut makes the stem of a text without some parts of it.
func cutOut(lower, original string, left []span) stem {
	var glob, key, text strings.Builder
	from := 0
	for _, part := range append(left, span{len(lower), len(lower)}) {
		piece := lower[from:part.start]
		if piece != "" {
			glob.WriteString(exactly(piece))
		}
		key.WriteString(piece)
		text.WriteString(original[from:part.start])
		if part.end > part.start {
			glob.WriteByte('*')
			key.WriteByte(0)
			text.WriteByte(' ')
		}
		from = part.end
	}
	s := stem{glob: glob.String(), text: trimmed(text.String())}
	s.key = strings.ReplaceAll(trimmed(key.String()), "\x00", "*")
	if s.word = firstWord(s.key); !composed(s.glob) {
		s.glob = exactly(lower)
	}
	return s
}

// trimmed takes away what is no word at both ends.
func trimmed(s string) string { return strings.TrimFunc(s, func(r rune) bool { return !isWord(r) }) }

func firstWord(key string) string {
	end := strings.IndexFunc(key, func(r rune) bool { return !isWord(r) })
	if end < 0 {
		end = len(key)
	}
	if utf8.RuneCountInString(key[:end]) < 2 || end < len(key) && key[end] == '*' {
		return ""
	}
	return key[:end]
}

// wordsOf returns the runs of letters and digits.
func wordsOf(s string) []span {
	var words []span
	start := -1
	for i, r := range s {
		switch {
		case isWord(r) && start < 0:
			start = i
		case !isWord(r) && start >= 0:
			words, start = append(words, span{start, i}), -1
		}
	}
	if start >= 0 {
		words = append(words, span{start, len(s)})
	}
	return words
}

// variable returns the parts of a text that tell tokens of one kind apart:
// numbers, and where all are asked for also hashes, months and environments.
func variable(s string, words []span, all bool) []span {
	var out []span
	for i, w := range words {
		word := s[w.start:w.end]
		switch {
		case all && (isHash(word) || slices.Contains(environments, word)):
			out = append(out, w)
		case all && months.MatchString(word) && besideNumber(s, words, i):
			out = append(out, w)
		default:
			out = append(out, digits(word, w.start)...)
		}
	}
	return out
}

func besideNumber(s string, words []span, i int) bool {
	number := func(k int) bool {
		return k >= 0 && k < len(words) && s[words[k].start] >= '0' && s[words[k].start] <= '9'
	}
	return number(i-1) || number(i+1)
}

// isHash reports whether a word looks like one: hexadecimal, of letters and digits.
func isHash(word string) bool {
	return len(word) >= 4 && strings.Trim(word, "0123456789abcdef") == "" &&
		strings.ContainsAny(word, "0123456789") && strings.ContainsAny(word, "abcdef")
}

// digits returns the numbers within a word that begins at a place.
func digits(word string, at int) []span {
	var out []span
	start := -1
	for i, r := range word + "." {
		switch digit := unicode.IsDigit(r); {
		case digit && start < 0:
			start = i
		case !digit && start >= 0:
			out, start = append(out, span{at + start, at + i}), -1
		}
	}
	return out
}

// ownerSpans finds the owner's login between separators.
func ownerSpans(s, owner string) []span {
	owner = strings.ToLower(owner)
	if owner == "" {
		return nil
	}
	at := strings.Index(s, owner)
	if at < 0 {
		return nil
	}
	end := at + len(owner)
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	after, _ := utf8.DecodeRuneInString(s[end:])
	if isWord(before) || isWord(after) {
		return nil
	}
	return []span{{at, end}}
}

// maxBetween is how many bytes of separators may stand within a date.
const maxBetween = 3

// joined sorts spans, and makes one of those that only separators part.
func joined(s string, spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, next := range spans {
		if len(out) > 0 {
			last := &out[len(out)-1]
			between := s[min(last.end, next.start):next.start]
			if len(between) <= maxBetween && !strings.ContainsFunc(between, isWord) {
				last.end = max(last.end, next.end)
				continue
			}
		}
		out = append(out, next)
	}
	return out
}

// holdsLetter reports whether a letter stands outside of the spans.
func holdsLetter(s string, spans []span) bool {
	from := 0
	for _, part := range append(slices.Clone(spans), span{len(s), len(s)}) {
		if strings.ContainsFunc(s[from:part.start], unicode.IsLetter) {
			return true
		}
		from = part.end
	}
	return false
}
