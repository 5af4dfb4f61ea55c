package source

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Line is a line with its place.
type Line struct {
	Text   string
	At     int // where its text begins in the whole
	Number int // of the line, from 1
	Begin  int // the column of its text, from 1
}

// Text is a text with its lines.
type Text struct {
	Text   string
	Starts []int // of its lines

	near struct{ offset, line, column int } // that was asked for last: a line may have many
}

// New finds the lines of a text.
func New(text string) *Text { return &Text{Text: text, Starts: lineStarts(text)} }

// LineAt is a line whose text begins at an offset.
func (t *Text) LineAt(text string, at int) Line {
	number, column := t.At(at)
	return Line{text, at, number, column}
}

// Unclear is a place that may call GitHub in a way that is not understood.
func (t *Text) Unclear(at int, call string) reading.Unclear {
	line, column := t.At(at)
	return reading.Unclear{Line: line, Column: column, Call: call}
}

// At gives the line and the column, in characters, of an offset, both from 1. It is not for
// several goroutines.
func (t *Text) At(offset int) (line, column int) {
	line = sort.SearchInts(t.Starts, offset+1)
	offset = min(offset, len(t.Text))
	from, column := t.Starts[line-1], 1
	if n := t.near; n.line == line && n.offset <= offset && (n.offset == len(t.Text) || utf8.RuneStart(t.Text[n.offset])) {
		from, column = n.offset, n.column
	}
	column += utf8.RuneCountInString(t.Text[from:offset])
	t.near.offset, t.near.line, t.near.column = offset, line, column
	return line, column
}

// BlockStart begins a comment of several lines in many languages. In a shell it
// would be a pattern.
var BlockStart = lazyregexp.New(`^\s*/\*(?:[*!\s]|$)`)

// maxComment is how many lines a comment has at most.
const maxComment = 200

// CommentBlock returns the size of the comment at the beginning of a text, and how many
// lines the comment fills. Both are 0 if there is none. Text behind the end of a comment,
// on the same line, does not belong to it.
func CommentBlock(text string) (size, lines int) {
	first := text[:LineEnd(text, 0)]
	if !BlockStart.MatchString(first) {
		return 0, 0
	}
	size = strings.Index(first, "/*") + len("/*")
	for lines < maxComment && size < len(text) {
		end := LineEnd(text, size)
		if close := strings.Index(text[size:end], "*/"); close >= 0 {
			if size += close + len("*/"); strings.TrimSpace(text[size:end]) == "" {
				return end, lines + 1
			}
			return size, lines
		}
		size, lines = end, lines+1
	}
	return 0, 0
}

// IsComment reports whether a line is a comment. "##[error]" begins a message in a
// log of Actions.
func IsComment(text string) bool {
	return strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "//")
}

// LineEnd is where the line of an offset ends, behind its sign.
func LineEnd(text string, offset int) int {
	if end := strings.IndexByte(text[offset:], '\n'); end >= 0 {
		return offset + end + 1
	}
	return len(text)
}

// LineBegin is where the line of an offset begins.
func LineBegin(text string, offset int) int { return strings.LastIndexByte(text[:offset], '\n') + 1 }

// lineStarts are the offsets at which the lines of a text begin.
func lineStarts(text string) []int {
	starts := make([]int, 1, bytes.Count([]byte(text), []byte("\n"))+1)
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}
