package diag

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// Suggest returns the candidate that word most likely means, or "" where
// none is near. Letters may be missing, wrong, swapped, or of the other case. Of
// equally near candidates it takes the first.
func Suggest(word string, candidates []string) string {
	best, nearest := "", len(word)
	for _, c := range candidates {
		limit := min(tolerance(word, c), nearest-1)
		if d := distance(word, c, limit); d <= limit && c != word {
			best, nearest = c, d
		}
	}
	return best
}

// tolerance is how many letters of word may be wrong: a third, since more would
// suggest unrelated words. What addresses and names of rules begin with, as
// "template.", is no sign of likeness.
func tolerance(word, candidate string) int {
	own := 0
	for i := 0; i < min(len(word), len(candidate)) && word[i] == candidate[i]; i++ {
		if word[i] == '.' || word[i] == ':' {
			own = i + 1
		}
	}
	return max(len(word[own:])/3, 1)
}

// distance counts the letters to add, remove or replace, ignoring case; of what is
// beyond limit it may say anything that is. Two that are swapped count once, which
// is looked for only where it decides about limit.
func distance(word, candidate string, limit int) int {
	word, candidate = strings.ToLower(word), strings.ToLower(candidate)
	// Each letter that one has more than the other counts.
	if longer := utf8.RuneCountInString(word) - utf8.RuneCountInString(candidate); max(longer, -longer) > limit {
		return limit + 1
	}
	d := levenshtein.Distance(word, candidate, nil)
	if d != limit+1 {
		return d
	}
	for i := 1; i < len(word); i++ {
		swapped := word[:i-1] + word[i:i+1] + word[i-1:i] + word[i+1:]
		if levenshtein.Distance(swapped, candidate, nil) < d-1 {
			return d - 1
		}
	}
	return d
}

// WithArticle returns a noun with its article: "a map", "an object".
func WithArticle(noun string) string {
	if noun != "" && strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// Counted returns a number with its noun: "1 day", "90 days".
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// DidYouMean returns the sentence ` Did you mean "x"?` with its leading space,
// or "" where no candidate is near.
func DidYouMean(word string, candidates []string) string {
	if s := Suggest(word, candidates); s != "" {
		return " Did you mean " + strconv.Quote(s) + "?"
	}
	return ""
}
