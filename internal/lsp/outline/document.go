package outline

import (
	"bytes"
	"slices"
	"sort"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Part is a piece of a text that begins at the beginning of a line. Its text never changes.
type Part struct {
	text  []byte
	lines int // line breaks in it
}

// Text is the text of the part. It must not be changed.
func (p *Part) Text() []byte { return p.text }

// Document is a text as its parts, one after the other. It never changes; Replace makes
// another.
type Document struct {
	parts  []*Part
	starts []Start // of each part, and after the last, the end of the text
	heads  []string
}

// Start is where a part begins.
type Start struct {
	Byte int
	Line int // from 0
}

// New divides a text. The heads are the types of the blocks that can be at its top: a line that
// begins with one, and has its brace, begins a part, even if the block before it has no end. nil: the text is one part, as JSON is.
func New(text []byte, heads []string) *Document {
	d := &Document{heads: heads}
	d.parts, _ = d.split(bytes.Clone(text))
	d.place()
	return d
}

// Parts are the parts with their places.
func (d *Document) Parts() []*Part { return d.parts }

// Start is where part i begins; for the number of parts, it is the end of the text.
func (d *Document) Start(i int) Start { return d.starts[i] }

// Size is the number of bytes.
func (d *Document) Size() int { return d.starts[len(d.parts)].Byte }

// Bytes is the whole text.
func (d *Document) Bytes() []byte {
	texts := make([][]byte, len(d.parts))
	for i, p := range d.parts {
		texts[i] = p.text
	}
	return bytes.Join(texts, nil)
}

// At is the part with a byte of the text. The end of the text is in the last part. A document
// has at least one part.
func (d *Document) At(offset int) int {
	i := sort.Search(len(d.parts), func(i int) bool { return d.starts[i].Byte > offset })
	return max(i-1, 0)
}

// Offset is the byte at a position. Positions past the end of a line or of the text are at
// that end.
func (d *Document) Offset(pos protocol.Position) int {
	if pos.Line < 0 {
		return 0
	}
	i := sort.Search(len(d.parts), func(i int) bool { return d.starts[i].Line > pos.Line })
	i = max(i-1, 0)
	text, offset := d.parts[i].text, d.starts[i].Byte
	for range pos.Line - d.starts[i].Line {
		end, next := lineEnd(text)
		if next == end { // there is no such line
			return offset + end
		}
		text, offset = text[next:], offset+next
	}
	end, _ := lineEnd(text)
	return offset + protocol.BytesOf(text[:end], pos.Character)
}

// Position is the position of a byte.
func (d *Document) Position(offset int) protocol.Position {
	offset = min(max(offset, 0), d.Size())
	i := d.At(offset)
	text, line, rest := d.parts[i].text, d.starts[i].Line, offset-d.starts[i].Byte
	for {
		end, next := lineEnd(text)
		if rest < next || next == end {
			return protocol.Position{Line: line, Character: protocol.UnitsOf(text[:min(rest, end)])}
		}
		text, rest, line = text[next:], rest-next, line+1
	}
}

// Range is the range between two bytes.
func (d *Document) Range(start, end int) protocol.Range {
	return protocol.Range{Start: d.Position(start), End: d.Position(end)}
}

// Replace returns the document with another text between two bytes.
func (d *Document) Replace(start, end int, text string) *Document {
	start = min(max(start, 0), d.Size())
	end = min(max(end, start), d.Size())
	first, last := d.At(start), d.At(end)
	if line, _, _ := bytes.Cut(d.parts[first].text, []byte("\n")); first > 0 && start <= d.starts[first].Byte+len(line) {
		first-- // it may end at this line only because of what the line begins with
	}
	region := slices.Concat(d.slice(first, start), []byte(text), d.rest(last, end))
	made, ends := d.split(region)
	for last+1 < len(d.parts) && !d.endsBefore(ends, d.parts[last+1]) {
		for _, p := range d.parts[last+1 : min(2*last-first+3, len(d.parts))] { // twice as many each time
			region, last = append(region, p.text...), last+1
		}
		made, ends = d.split(region)
	}
	next := &Document{heads: d.heads, parts: slices.Concat(d.parts[:first], made, d.parts[last+1:])}
	next.place()
	return next
}

// endsBefore reports whether a text that ends so ends where a part begins.
func (d *Document) endsBefore(end ending, next *Part) bool {
	return end == whole || end == unclosed && slices.ContainsFunc(d.heads, func(head string) bool { return isHead(next.text, head) })
}

// slice is the text from the beginning of a part to a byte.
func (d *Document) slice(part, end int) []byte {
	var out []byte
	for i := part; i < len(d.parts) && d.starts[i].Byte < end; i++ {
		out = append(out, d.parts[i].text[:min(len(d.parts[i].text), end-d.starts[i].Byte)]...)
	}
	return out
}

// rest is the text from a byte to the end of its part.
func (d *Document) rest(part, from int) []byte { return d.parts[part].text[from-d.starts[part].Byte:] }

// place notes where the parts begin. Too many parts become one.
func (d *Document) place() {
	switch {
	case len(d.parts) == 0:
		d.parts = []*Part{{}}
	case len(d.parts) > maxParts:
		text := d.Bytes()
		d.parts = []*Part{{text, countLines(text)}}
	}
	d.starts = make([]Start, len(d.parts)+1)
	for i, p := range d.parts {
		d.starts[i+1] = Start{Byte: d.starts[i].Byte + len(p.text), Line: d.starts[i].Line + p.lines}
	}
}

// lineEnd is where the first line of a text ends, and where the next begins. Both are the same
// in the last line.
func lineEnd(text []byte) (end, next int) {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return len(text), len(text)
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return i, i + 2
	}
	return i, i + 1
}

func countLines(text []byte) int {
	n := 0
	for {
		end, next := lineEnd(text)
		if next == end {
			return n
		}
		n, text = n+1, text[next:]
	}
}
