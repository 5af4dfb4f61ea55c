package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// Measures in pixels. A cell is as wide as a character of the common fonts of
// this size; each piece of text is made to fill its cells, so that columns stay
// in line in every font.
const (
	fontSize   = 14
	cellWidth  = 8.4
	lineHeight = 20
	padding    = 18
	barHeight  = 34 // with the buttons of the window
)

const fonts = `ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace`

// Terminal is a window with what a program printed.
type Terminal struct {
	Title   string // what the picture shows, for who cannot see it
	Columns int    // of the terminal; longer lines are broken
}

// SVG draws output, which may hold ANSI colors and hyperlinks, as an image that
// is dark on light and dark pages alike. It needs no font, script or network,
// and text stays text. Other control characters and bytes that are not UTF-8
// are errors. The same output gives the same bytes.
func (t Terminal) SVG(output string) ([]byte, error) {
	s, err := newScreen(output, t.Columns)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	t.open(&b, len(s.lines))
	for i, line := range s.lines {
		for _, part := range line {
			writeSpan(&b, part, i)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes(), nil
}

// open writes the window.
func (t Terminal) open(b *bytes.Buffer, lines int) {
	width := int(float64(t.Columns)*cellWidth) + 2*padding
	height := barHeight + lines*lineHeight + padding
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">`+"\n", width, height)
	fmt.Fprintf(b, "<title>%s</title>\n", escape(t.Title))
	fmt.Fprintf(b, `<rect x="0.5" y="0.5" width="%d" height="%d" rx="10" fill="#161b22" stroke="#3d444d"/>`+"\n", width-1, height-1)
	for i, color := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(b, `<circle cx="%d" cy="17" r="6" fill="%s"/>`+"\n", padding+6+20*i, color)
	}
	fmt.Fprintf(b, `<g font-family="%s" font-size="%d" fill="%s">`+"\n", fonts, fontSize, palette[0])
}

// left is where a column begins, and top where a line does.
func left(column int) float64 { return padding + float64(column)*cellWidth }

func top(line int) int { return barHeight + line*lineHeight }

// gaps are left out, because the space within an image is not everywhere kept:
// what follows one has a place of its own.
var gaps = regexp.MustCompile(`^ +| {2,}| +$`)

func writeSpan(b *bytes.Buffer, part span, line int) {
	column, rest := part.column, part.text
	for rest != "" {
		gap := gaps.FindStringIndex(rest)
		if gap == nil {
			gap = []int{len(rest), len(rest)}
		}
		writePiece(b, rest[:gap[0]], column, line, part.style)
		column += uniseg.StringWidth(rest[:gap[1]])
		rest = rest[gap[1]:]
	}
}

func writePiece(b *bytes.Buffer, text string, column, line int, s style) {
	switch {
	case text == "":
	case isFrame(text):
		writeFrame(b, text, column, line, s)
	default:
		fmt.Fprintf(b, `<text x="%.1f" y="%d" textLength="%.1f"%s>%s</text>`+"\n",
			left(column), top(line)+fontSize, float64(uniseg.StringWidth(text))*cellWidth, attributes(s), escape(text))
	}
}

func attributes(s style) string {
	var b strings.Builder
	if s.color > 0 {
		fmt.Fprintf(&b, ` fill="%s"`, palette[s.color])
	}
	if s.dim {
		b.WriteString(` fill-opacity="0.65"`)
	}
	if s.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if s.italic {
		b.WriteString(` font-style="italic"`)
	}
	if s.underline {
		b.WriteString(` text-decoration="underline"`)
	}
	return b.String()
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
