package testcase

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// alternatives lists words for a person to choose from: a, b, or c.
func alternatives(words []string, quote string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quote + word + quote
	}
	switch len(quoted) {
	case 0:
		return ""
	case 1:
		return quoted[0]
	case 2:
		return quoted[0] + " or " + quoted[1]
	}
	return strings.Join(quoted[:len(quoted)-1], ", ") + ", or " + quoted[len(quoted)-1]
}

// maxListed is how many words a message lists.
const maxListed = 10

// didYouMean suggests a word, or lists all if there are few.
func didYouMean(word string, known []string, what string) string {
	if hint := diag.DidYouMean(word, known); hint != "" {
		return hint
	}
	if len(known) == 0 || len(known) > maxListed {
		return ""
	}
	quoted := make([]string, len(known))
	for i, k := range known {
		quoted[i] = strconv.Quote(k)
	}
	return " " + what + " " + strings.Join(quoted, ", ") + "."
}

// sorted returns the words sorted, each once, and never nil.
func sorted(words []string) []string {
	out := append([]string{}, words...)
	slices.Sort(out)
	return slices.Compact(out)
}
