package format

import "github.com/patctl/patctl/internal/diag"

// MaxMarkdown is the length in bytes under which a report stays: a comment
// holds 65,536 characters.
const MaxMarkdown = 65000

// MaxListed is how many gaps and exceptions are listed.
const MaxListed = 20

// MaxCell is the length in characters at which text in a cell is cut.
const MaxCell = 200

// CutNote is the room that is kept for saying what was cut.
const CutNote = 200

// Clip cuts printable text to a number of characters.
func Clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "..."
}

// Clipped is a code span of text that is not too long, which stays one in a
// table too.
func Clipped(s string) string { return CellCode(Clip(diag.Printable(s), MaxCell)) }

// ClippedOr is clipped, or a word for nothing.
func ClippedOr(s *string, nothing string) string {
	if s == nil {
		return nothing
	}
	return Clipped(*s)
}
