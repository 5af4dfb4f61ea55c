package functions

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// glob is a pattern of paths, as doublestar reads it: names with *, ?, and [...],
// ** for any directories, and {a,b} for one or the other.
type glob string

// maxAlternatives bounds what braces represent: a match may have to try all of it.
const maxAlternatives = 1000

func newGlob(pattern string) (glob, error) {
	switch {
	case !doublestar.ValidatePattern(pattern):
		return "", errors.New("the pattern is not valid: a bracket or a brace is not closed")
	case alternatives(pattern) > maxAlternatives:
		return "", errors.New("the pattern has too many alternatives")
	case slices.Contains(strings.FieldsFunc(pattern, func(r rune) bool { return strings.ContainsRune("/{,}", r) }), ".."):
		return "", errors.New("the pattern must stay below the directory")
	}
	return glob(path.Clean(pattern)), nil
}

// alternatives returns how many patterns the braces represent, at most one more
// than the bound. Nested braces count as if they stood side by side.
func alternatives(pattern string) int {
	n := 1
	for _, group := range strings.Split(pattern, "{")[1:] {
		if n *= strings.Count(group, ",") + 1; n > maxAlternatives {
			break
		}
	}
	return n
}

func (g glob) fits(name string) bool { return doublestar.MatchUnvalidated(string(g), name) }
