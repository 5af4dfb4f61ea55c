package picture

import (
	"bytes"
	"fmt"
	"strings"
)

// arms are the lines that a character for frames has from its middle: up, down,
// left and right. As text they would leave gaps between the lines.
var arms = map[rune]string{
	'│': "ud", '─': "lr", '╷': "d", '╵': "u", '├': "udr", '┤': "udl", '┬': "dlr", '┴': "ulr", '┼': "udlr",
	'┌': "dr", '┐': "dl", '└': "ur", '┘': "ul", '╭': "dr", '╮': "dl", '╰': "ur", '╯': "ul",
}

// ends are where the arms lead, from the middle of a cell.
var ends = map[rune][2]float64{
	'u': {0, -lineHeight / 2}, 'd': {0, lineHeight / 2}, 'l': {-cellWidth / 2, 0}, 'r': {cellWidth / 2, 0},
}

// isFrame reports whether a text is of characters for frames only.
func isFrame(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return arms[r] == "" }) < 0
}

// writeFrame draws characters for frames, the first of them in a column.
func writeFrame(b *bytes.Buffer, text string, column, line int, s style) {
	fmt.Fprintf(b, `<path stroke="%s" d="`, palette[s.color])
	for _, r := range text {
		x, y := left(column)+cellWidth/2, float64(top(line))+lineHeight/2
		for _, arm := range arms[r] {
			fmt.Fprintf(b, "M%.1f %.1fl%.1f %.1f", x, y, ends[arm][0], ends[arm][1])
		}
		column++
	}
	b.WriteString("\"/>\n")
}
