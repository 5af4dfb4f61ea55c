package report

import "github.com/patctl/patctl/internal/diag"

// maxMarkdown is the length in bytes under which a report stays: a comment
// holds 65,536 characters.
const maxMarkdown = 65000

// maxListed is how many gaps and exceptions are listed.
const maxListed = 20

// maxCell is the length in characters at which text in a cell is cut.
const maxCell = 200

// cutNote is the room that is kept for saying what was cut.
const cutNote = 200

// clip cuts printable text to a number of characters.
func clip(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most]) + "..."
}

// clipped is a code span of text that is not too long, which stays one in a
// table too.
func clipped(s string) string { return cellCode(clip(diag.Printable(s), maxCell)) }

// clippedOr is clipped, or a word for nothing.
func clippedOr(s *string, nothing string) string {
	if s == nil {
		return nothing
	}
	return clipped(*s)
}
