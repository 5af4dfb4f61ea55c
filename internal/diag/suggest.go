package diag

import (
	"strconv"

	"github.com/agext/levenshtein"
)

// Suggest returns the candidate that word most likely stands for, or "" where
// none is near. Of equally near ones it takes the first.
func Suggest(word string, candidates []string) string {
	// A third of the letters may be wrong: more would suggest unrelated words.
	best, limit := "", max(len(word)/3, 1)
	for _, c := range candidates {
		if d := levenshtein.Distance(word, c, nil); d <= limit && c != word {
			best, limit = c, d-1
		}
	}
	return best
}

// DidYouMean returns the sentence ` Did you mean "x"?` with its leading space,
// or "" where no candidate is near.
func DidYouMean(word string, candidates []string) string {
	if s := Suggest(word, candidates); s != "" {
		return " Did you mean " + strconv.Quote(s) + "?"
	}
	return ""
}
