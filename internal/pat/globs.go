package pat

import (
	"slices"
	"strings"
)

// Globs finds the globs that may fit a text by the literal text with which they begin or end, so that
// not each of very many is tried. Each has a value. The zero value is empty.
type Globs[T any] struct {
	beginnings, endings literals[T]
	anywhere            []T
}

// literals are the values of globs with the same literal text.
type literals[T any] struct {
	values  map[string][]T
	lengths []int // of the texts, ascending
}

// GlobLiteral is the literal text with which a glob begins, or else that with which it ends.
func GlobLiteral(glob string) string {
	first := strings.IndexAny(glob, "*?")
	switch {
	case first < 0:
		return glob
	case first > 0:
		return glob[:first]
	}
	return glob[strings.LastIndexAny(glob, "*?")+1:]
}

// Add adds a glob with its value.
func (g *Globs[T]) Add(glob string, value T) {
	switch text := GlobLiteral(glob); {
	case text == "":
		g.anywhere = append(g.anywhere, value)
	case strings.HasPrefix(glob, text):
		g.beginnings.add(text, value)
	default:
		g.endings.add(text, value)
	}
}

// Candidates appends the values of those globs that may fit a text. Those of all others do not.
func (g *Globs[T]) Candidates(to []T, text string) []T {
	for _, length := range g.beginnings.upTo(len(text)) {
		to = append(to, g.beginnings.values[text[:length]]...)
	}
	for _, length := range g.endings.upTo(len(text)) {
		to = append(to, g.endings.values[text[len(text)-length:]]...)
	}
	return append(to, g.anywhere...)
}

func (l *literals[T]) add(text string, value T) {
	if l.values == nil {
		l.values = map[string][]T{}
	}
	if at, found := slices.BinarySearch(l.lengths, len(text)); !found {
		l.lengths = slices.Insert(l.lengths, at, len(text))
	}
	l.values[text] = append(l.values[text], value)
}

// upTo are the lengths that are not longer.
func (l *literals[T]) upTo(longest int) []int {
	end, _ := slices.BinarySearch(l.lengths, longest+1)
	return l.lengths[:end]
}
