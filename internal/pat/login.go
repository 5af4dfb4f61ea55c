package pat

import (
	"strings"
	"unicode"
)

// FoldLogin is the same for two logins that strings.EqualFold takes for the same, and for no
// others. It finds one among many without comparing it with all of them.
func FoldLogin(login string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		return least
	}, login)
}
