package diag

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable returns s as one line that is safe on a terminal: control
// characters, escape sequences, direction overrides, characters without width,
// line separators and bytes that are not UTF-8 are written as visible escapes
// such as \n, \x1b or \u202e. So is what the log of a GitHub workflow obeys
// wherever it stands: ##[ becomes #\x23[. Text that holds none of them is
// returned as it is.
func Printable(s string) string {
	if strings.Contains(s, command) {
		s = strings.ReplaceAll(s, command, maskedCommand)
	}
	if isPrintable(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		if n := plainASCII(s); n > 0 {
			b.WriteString(s[:n])
			s = s[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(printableRune(s[:size], r))
		s = s[size:]
	}
	return b.String()
}

// command begins a command to the log of a workflow. Unlike ::, it does so also
// within a line.
const (
	command       = "##["
	maskedCommand = `#\x23[`
)

// PrintableText is like Printable for text of several lines: line breaks are
// kept, a tab becomes four spaces, and a carriage return before a line break is
// dropped.
func PrintableText(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\t", "    ")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Printable(line)
	}
	return strings.Join(lines, "\n")
}

// plainASCII returns how many bytes at the beginning are printable ASCII, as nearly all are.
func plainASCII(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return i
		}
	}
	return len(s)
}

func isPrintable(s string) bool {
	s = s[plainASCII(s):]
	for i, r := range s {
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			return false
		}
		if masked(r) {
			return false
		}
	}
	return true
}

// printableRune returns the replacement of the character r, whose bytes are raw.
func printableRune(raw string, r rune) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case !masked(r):
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r > 0xFFFF:
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

// masked reports whether a terminal would not show r as a character of its own.
// strconv.IsPrint leaves out control and format characters (direction, joiners,
// tags), private use, unassigned code points and every space but U+0020.
func masked(r rune) bool {
	if r < utf8.RuneSelf { // nearly all of every report
		return r < ' ' || r == 0x7f
	}
	if unicode.Is(unicode.Zs, r) {
		return false
	}
	return !strconv.IsPrint(r) || unicode.Is(invisible, r)
}

// invisible lists what Unicode counts as letters, marks or symbols although
// nothing is seen: fillers, the blank Braille pattern, variation selectors
// (except the two that choose between text and emoji).
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034F, Hi: 0x034F, Stride: 1},
		{Lo: 0x115F, Hi: 0x1160, Stride: 1},
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1},
		{Lo: 0x180B, Hi: 0x180F, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1},
		{Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xFE00, Hi: 0xFE0D, Stride: 1},
		{Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1},
	},
}
