package pat

import "strings"

// GlobEnds are the literal texts with which a glob begins and ends.
type GlobEnds struct{ Head, Tail string }

// EndsOf returns the ends of a glob. What has no * and ? is all head.
func EndsOf(glob string) GlobEnds {
	first := strings.IndexAny(glob, "*?")
	if first < 0 {
		return GlobEnds{glob, ""}
	}
	return GlobEnds{glob[:first], glob[strings.LastIndexAny(glob, "*?")+1:]}
}

// Globs finds the globs that may fit a text by their ends, so that not each of very many is
// tried. Each has a value. The zero value is empty.
type Globs[T any] struct {
	values  map[GlobEnds][]T
	known   map[endLengths]bool
	lengths []endLengths // of the ends in values
}

type endLengths struct{ head, tail int }

// Add adds a glob with its value.
func (g *Globs[T]) Add(glob string, value T) {
	if g.values == nil {
		g.values, g.known = map[GlobEnds][]T{}, map[endLengths]bool{}
	}
	ends := EndsOf(glob)
	g.values[ends] = append(g.values[ends], value)
	if l := (endLengths{len(ends.Head), len(ends.Tail)}); !g.known[l] {
		g.known[l] = true
		g.lengths = append(g.lengths, l)
	}
}

// Candidates appends the values of those globs that may fit a text. Those of all others do not.
func (g *Globs[T]) Candidates(to []T, text string) []T {
	for _, l := range g.lengths {
		if end := len(text) - l.tail; l.head <= end {
			to = append(to, g.values[GlobEnds{text[:l.head], text[end:]}]...)
		}
	}
	return to
}
