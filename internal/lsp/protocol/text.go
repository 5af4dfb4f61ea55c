package protocol

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Position is a place between two characters of a document.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"` // UTF-16 code units
}

// Range is from Start to before End.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// Location is a range of a document.
type Location struct {
	URI   string `json:"uri"`
	Range Range  `json:"range"`
}

// TextEdit replaces a range.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// WorkspaceEdit changes documents, by their URIs.
type WorkspaceEdit struct {
	Changes map[string][]TextEdit `json:"changes"`
}

// Markup is text for people in Markdown or plain text.
type Markup struct {
	Kind  string `json:"kind"` // "markdown" or "plaintext"
	Value string `json:"value"`
}

// UnitsOf counts the UTF-16 code units of a text. Each byte that is no UTF-8 counts as one.
func UnitsOf(text []byte) int {
	units := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		units += utf16.RuneLen(r)
		text = text[size:]
	}
	return units
}

// BytesOf is the number of bytes of a line's first UTF-16 code units. What is within a
// character, or past the end of the line, is the next character or the end.
func BytesOf(line []byte, units int) int {
	at := 0
	for at < len(line) && units > 0 {
		r, size := utf8.DecodeRune(line[at:])
		units -= utf16.RuneLen(r)
		at += size
	}
	return at
}
