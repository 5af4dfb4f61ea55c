package prefill

import (
	"bytes"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Place is a position in a text.
type Place struct {
	Line int // from 1
	// Column counts characters as a reader does (grapheme clusters), from 1, as
	// the places of diagnostics do.
	Column int
	// CodePoint is the column in Unicode code points, from 1.
	CodePoint int
	Byte      int // from 0
}

// places turns offsets into places. They are asked for in rising order, so that
// a line of many megabytes is gone through once.
type places struct {
	text []byte
	last Place
}

func newPlaces(text []byte) *places {
	return &places{text: text, last: Place{Line: 1, Column: 1, CodePoint: 1}}
}

// at returns the place of an offset that is not before the last one asked for.
func (p *places) at(offset int) Place {
	passed := p.text[p.last.Byte:offset]
	if newline := bytes.LastIndexByte(passed, '\n'); newline >= 0 {
		p.last.Line += bytes.Count(passed, []byte("\n"))
		p.last.Column, p.last.CodePoint = 1, 1
		passed = passed[newline+1:]
	}
	p.last.Column += characters(passed)
	p.last.CodePoint += utf8.RuneCount(passed)
	p.last.Byte = offset
	return p.last
}

// characters counts grapheme clusters. Most text is plain ASCII, where they are bytes.
func characters(text []byte) int {
	i := bytes.IndexFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || r == '\r' })
	if i < 0 {
		return len(text)
	}
	i = max(i-1, 0) // what follows may belong to the character before
	return i + uniseg.GraphemeClusterCount(string(text[i:]))
}
