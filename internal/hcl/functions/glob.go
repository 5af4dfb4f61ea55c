package functions

import (
	"errors"
	"path"
	"slices"
	"strings"
)

// glob is a pattern of paths: of names with *, ?, and [...], of ** for any
// directories, and of {a,b} for one or the other.
type glob struct{ alternatives [][]string }

// maxAlternatives bounds what braces stand for.
const maxAlternatives = 1000

func newGlob(pattern string) (*glob, error) {
	g := &glob{}
	expanded, ok := expandBraces(pattern, maxAlternatives)
	if !ok {
		return nil, errors.New("the pattern has too many alternatives")
	}
	for _, alternative := range expanded {
		parts := strings.Split(path.Clean(alternative), "/")
		for _, part := range parts {
			if _, err := path.Match(part, ""); err != nil {
				return nil, errors.New("the pattern is not valid: a bracket is not closed")
			}
			if part == ".." {
				return nil, errors.New("the pattern must stay below the directory")
			}
		}
		g.alternatives = append(g.alternatives, parts)
	}
	return g, nil
}

// expandBraces returns at most limit patterns without braces.
func expandBraces(pattern string, limit int) ([]string, bool) {
	out := []string{""}
	for pattern != "" {
		before, rest, found := strings.Cut(pattern, "{")
		inside, after, closed := strings.Cut(rest, "}")
		words := []string{pattern}
		if pattern = ""; found && closed {
			words, pattern = strings.Split(inside, ","), after
			for i := range words {
				words[i] = before + words[i]
			}
		}
		if len(out)*len(words) > limit {
			return nil, false
		}
		var longer []string
		for _, o := range out {
			for _, w := range words {
				longer = append(longer, o+w)
			}
		}
		out = longer
	}
	return out, true
}

func (g *glob) fits(name string) bool {
	parts := strings.Split(name, "/")
	return slices.ContainsFunc(g.alternatives, func(pattern []string) bool { return fitsParts(pattern, parts) })
}

// fitsParts matches names of directories. Where a ** has taken too few, it takes
// one more: the last one is enough to try again from.
func fitsParts(pattern, parts []string) bool {
	p, n := 0, 0
	star, mark := -1, 0
	for n < len(parts) {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			star, mark = p, n
			p++
		case p < len(pattern) && matches(pattern[p], parts[n]):
			p, n = p+1, n+1
		case star >= 0:
			mark++
			p, n = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == "**" {
		p++
	}
	return p == len(pattern)
}

func matches(pattern, name string) bool {
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}
