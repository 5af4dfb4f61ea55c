package diag

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

const (
	tabWidth = 4
	// maxCluster is the size in bytes from which one character is not shown as
	// it is: piles of combining marks run over the lines around them.
	maxCluster = 32
	// bytesPerCell bounds how much of a long line is looked at.
	bytesPerCell = 8
	// plainPerCell is the same where each byte is a character. It is more than 1, so that
	// something is left to be cut.
	plainPerCell = 2
	ellipsis     = "..."
)

// cell is a character as a terminal shows it, with its width in columns.
type cell struct {
	text  string
	width int
}

// shownLine is a source line made printable, in the parts before the subject,
// of the subject and after it.
type shownLine struct {
	before, subject, after []cell
}

// showLine prepares a line of f. The bytes from start to end are the
// subject, for a space of width columns. A longer line is cut around the subject.
func (f *file) showLine(number, start, end, width int) shownLine {
	lineStart, lineEnd := f.lineRange(number)
	start = min(max(start, lineStart), lineEnd)
	end = min(max(end, start), lineEnd)
	limit := width * bytesPerCell
	if few := width * plainPerCell; f.isPlain(start-few, start+few) && f.isPlain(end-few, end+few) {
		limit = few
	}
	return f.showPart(lineStart, lineEnd, start, end, limit).cut(width, f.runeStart(start-limit) > lineStart, f.runeStart(end+limit) < lineEnd)
}

// showPart prepares the bytes of a line from a limit before the subject to a limit behind it.
func (f *file) showPart(lineStart, lineEnd, start, end, limit int) shownLine {
	from := max(lineStart, f.runeStart(start-limit))
	to := min(lineEnd, f.runeStart(end+limit))
	var l shownLine
	column := 0
	l.before, column = appendCells(nil, f.src[from:start], column)
	l.subject, column = appendCells(nil, f.src[start:min(end, f.runeStart(start+limit))], column)
	l.after, _ = appendCells(nil, f.src[end:to], column)
	return l
}

// isPlain reports whether the bytes of a range, as far as there are any, are shown as they are.
func (f *file) isPlain(from, to int) bool {
	for _, c := range f.src[max(from, 0):min(to, len(f.src))] {
		if c != '\n' && !isPlainByte(c) || c == '#' {
			return false
		}
	}
	return true
}

func isPlainByte(c byte) bool { return ' ' <= c && c <= '~' }

// runeStart returns the offset, or the one before it at which a character begins.
func (f *file) runeStart(offset int) int {
	for i := range utf8.UTFMax {
		if at := offset - i; at >= 0 && at < len(f.src) && utf8.RuneStart(f.src[at]) {
			return at
		}
	}
	return offset
}

// cut makes the line fit into width columns. The flags say that something is
// missing already on the left and on the right.
func (l shownLine) cut(width int, left, right bool) shownLine {
	if !left && !right && l.width() <= width {
		return l
	}
	// The subject gets up to half of the space, what is before it a third of
	// the rest: what follows tells more.
	subject := keepLeft(l.subject, width/2)
	rest := width - cellsWidth(subject)
	before := keepRight(l.before, rest/3, left)
	after := l.after
	if len(subject) < len(l.subject) {
		after = nil
	}
	after = keepLeft(after, rest-cellsWidth(before))
	if right && len(after) == len(l.after) && len(after) > 0 {
		after = append(after, cell{ellipsis, len(ellipsis)})
	}
	return shownLine{before, subject, after}
}

func (l shownLine) width() int {
	return cellsWidth(l.before) + cellsWidth(l.subject) + cellsWidth(l.after)
}

// keepLeft returns the first cells that fit into width columns, with an
// ellipsis where some are left out.
func keepLeft(cells []cell, width int) []cell {
	if cellsWidth(cells) <= width {
		return cells
	}
	n, used := 0, 0
	for n < len(cells) && used+cells[n].width+len(ellipsis) <= width {
		used += cells[n].width
		n++
	}
	return append(cells[:n:n], cell{ellipsis, len(ellipsis)})
}

// keepRight is like keepLeft for the last cells; missing says that some are
// left out already.
func keepRight(cells []cell, width int, missing bool) []cell {
	if !missing && cellsWidth(cells) <= width {
		return cells
	}
	n, used := len(cells), 0
	for n > 0 && used+cells[n-1].width+len(ellipsis) <= width {
		n--
		used += cells[n].width
	}
	return append([]cell{{ellipsis, len(ellipsis)}}, cells[n:]...)
}

func cellsWidth(cells []cell) int {
	sum := 0
	for _, c := range cells {
		sum += c.width
	}
	return sum
}

func cellsText(cells []cell) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(c.text)
	}
	return b.String()
}

// appendCells adds the characters of raw, which begins in the given column.
// Tabs become spaces, and what must not reach a terminal becomes an escape.
func appendCells(cells []cell, raw []byte, column int) ([]cell, int) {
	for len(raw) > 0 {
		n := plainPrefix(raw)
		if n > 0 {
			cells, column = appendClusters(cells, string(raw[:n]), column)
			raw = raw[n:]
			continue
		}
		r, size := utf8.DecodeRune(raw)
		text := printableRune(string(raw[:size]), r)
		switch r {
		case '\t':
			text = strings.Repeat(" ", tabWidth-column%tabWidth)
		case '#': // of a command
			text = `\x23`
		}
		cells = append(cells, cell{text, len(text)})
		column += len(text)
		raw = raw[size:]
	}
	return cells, column
}

// plainPrefix returns how many bytes at the start of raw may be shown as they are.
func plainPrefix(raw []byte) int {
	if bytes.HasPrefix(raw, []byte(command[1:])) {
		return 0
	}
	if at := bytes.Index(raw, []byte(command)); at >= 0 {
		raw = raw[:at+1] // the second # is the next to be looked at
	}
	i := bytes.IndexFunc(raw, func(r rune) bool { return r == utf8.RuneError || masked(r) })
	if i < 0 {
		return len(raw)
	}
	if bytes.HasPrefix(raw[i:], []byte("\uFFFD")) {
		return i + len("\uFFFD")
	}
	return i
}

func appendClusters(cells []cell, text string, column int) ([]cell, int) {
	state := -1
	for text != "" {
		if isPlainByte(text[0]) && (len(text) == 1 || isPlainByte(text[1])) {
			cells, text, column, state = append(cells, cell{text[:1], 1}), text[1:], column+1, -1
			continue
		}
		var cluster string
		var width int
		cluster, text, width, state = uniseg.FirstGraphemeClusterInString(text, state)
		if len(cluster) > maxCluster {
			cluster, width = "\uFFFD", 1
		}
		cells = append(cells, cell{cluster, width})
		column += width
	}
	return cells, column
}
