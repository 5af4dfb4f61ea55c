// Package hostile makes texts that are meant to take time and memory: of one long line, of
// millions of lines, nested deeply, never closed, and with many names. Only tests import it.
package hostile

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// Text is a text of any size. It has a head, a unit as often as it fits, a middle, an end for
// each unit, and a tail. In units and ends, № is replaced by the number of the unit.
type Text struct {
	Name                          string
	Head, Unit, Middle, End, Tail string
	Words                         []string // instead of a unit: words by chance
}

// Make returns the text with about as many bytes as asked for, and never more. It is the same
// for the same number of bytes.
func (t Text) Make(size int) string {
	size -= len(t.Head) + len(t.Middle) + len(t.Tail)
	var out, ends strings.Builder
	out.Grow(size + len(t.Head) + len(t.Tail))
	out.WriteString(t.Head)
	if t.Words != nil {
		chance := rand.New(rand.NewPCG(1, uint64(len(t.Words))))
		for left := size; ; {
			word := t.Words[chance.IntN(len(t.Words))]
			if left -= len(word); left < 0 {
				break
			}
			out.WriteString(word)
		}
	} else {
		n := 0
		for left := size; ; n++ {
			unit := numbered(t.Unit, n)
			if left -= len(unit) + len(numbered(t.End, n)); left < 0 {
				break
			}
			out.WriteString(unit)
		}
		for n--; t.End != "" && n >= 0; n-- {
			ends.WriteString(numbered(t.End, n))
		}
	}
	out.WriteString(t.Middle)
	out.WriteString(ends.String())
	out.WriteString(t.Tail)
	return out.String()
}

func numbered(s string, n int) string {
	if !strings.Contains(s, "№") {
		return s
	}
	return strings.ReplaceAll(s, "№", strconv.Itoa(n))
}

// named puts texts together, and words by chance of all of them.
func named(texts ...Text) []Text { return append(texts, anything...) }

// anything is hostile to every reader.
var anything = []Text{
	{Name: "one line", Unit: "a"},
	{Name: "words in one line", Unit: "octo "},
	{Name: "empty lines", Unit: "\n"},
	{Name: "short lines", Unit: "a\n"},
	{Name: "carriage returns", Unit: "\r"},
	{Name: "blanks", Unit: " "},
	{Name: "NULs", Unit: "\x00"},
	{Name: "control characters", Unit: "\x1b[31m\x07\x08\u202e"},
	{Name: "broken UTF-8", Unit: "\xff\xc0\xaf"},
	{Name: "combining marks", Head: "e", Unit: "\u0301"},
	{Name: "square brackets", Unit: "["},
	{Name: "round brackets", Unit: "("},
	{Name: "curly brackets", Unit: "{"},
	{Name: "double quotes", Unit: `"`},
	{Name: "single quotes", Unit: `'`},
	{Name: "backticks", Unit: "`"},
	{Name: "backslashes", Unit: `\`},
	{Name: "dollars and brackets", Unit: "${"},
}
