package language

import (
	"sort"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// positions finds many positions in one text. A document finds one without an index.
type positions struct {
	text   []byte
	starts []int // of the lines
	ends   []int // of the lines, without their breaks
}

func newPositions(text []byte) *positions {
	p := &positions{text: text, starts: []int{0}}
	for i := 0; i < len(text); i++ {
		if text[i] != '\n' && text[i] != '\r' {
			continue
		}
		p.ends = append(p.ends, i)
		if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			i++
		}
		p.starts = append(p.starts, i+1)
	}
	p.ends = append(p.ends, len(text))
	return p
}

// at is the position of a byte, as outline.Document.Position gives it.
func (p *positions) at(offset int) protocol.Position {
	offset = min(max(offset, 0), len(p.text))
	i := sort.SearchInts(p.starts, offset+1) - 1
	return protocol.Position{Line: i, Character: protocol.UnitsOf(p.text[p.starts[i]:min(offset, p.ends[i])])}
}

// span is the range between two bytes.
func (p *positions) span(start, end int) protocol.Range {
	return protocol.Range{Start: p.at(start), End: p.at(end)}
}
