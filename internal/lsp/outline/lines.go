package outline

import (
	"bytes"
	"sort"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Lines finds many positions in one text. A Document finds one without an index.
type Lines struct {
	text   []byte
	starts []int // nil: nobody has asked for a position
}

// NewLines returns the lines of a text, which must not change.
func NewLines(text []byte) *Lines { return &Lines{text: text} }

// Position is the position of a byte, as Document.Position gives it.
func (l *Lines) Position(offset int) protocol.Position {
	if l.starts == nil {
		l.find()
	}
	offset = min(max(offset, 0), len(l.text))
	line := sort.SearchInts(l.starts, offset+1) - 1
	before := bytes.TrimRight(l.text[l.starts[line]:offset], "\r\n")
	return protocol.Position{Line: line, Character: protocol.UnitsOf(before)}
}

// Range is the range between two bytes.
func (l *Lines) Range(start, end int) protocol.Range {
	return protocol.Range{Start: l.Position(start), End: l.Position(end)}
}

// find finds where the lines begin.
func (l *Lines) find() {
	l.starts = []int{0}
	for at := 0; ; {
		end, next := lineEnd(l.text[at:])
		if next == end {
			return
		}
		at += next
		l.starts = append(l.starts, at)
	}
}
