package picture_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/picture"
)

// drawn returns the text elements of a picture, as "x,y length attributes: text".
func drawn(t *testing.T, columns int, output string) []string {
	t.Helper()
	svg, err := picture.Terminal{Title: "a <title>", Columns: columns}.SVG(output)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return lines
		}
		if err != nil {
			t.Fatalf("%v:\n%s", err, svg)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "text" {
			lines = append(lines, described(t, d, start))
		}
	}
}

func described(t *testing.T, d *xml.Decoder, start xml.StartElement) string {
	t.Helper()
	var text string
	if err := d.DecodeElement(&text, &start); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, a := range start.Attr {
		b.WriteString(a.Value + " ")
	}
	return strings.TrimSpace(b.String()) + ": " + text
}

func TestSVGShowsWhatATerminalShows(t *testing.T) {
	for _, test := range []struct {
		name    string
		columns int
		output  string
		want    []string
	}{
		{"nothing", 80, "\n \n", nil},
		{"a line", 80, "two words\n\n", []string{"18.0 48 75.6: two words"}},
		{"places", 80, "\n  b  \n", []string{"34.8 68 8.4: b"}},
		{"gaps", 80, "a b  c   ", []string{"18.0 48 25.2: a b", "60.0 48 8.4: c"}},
		{"colors", 80, "a\x1b[31mb\x1b[0m \x1b[1;92mc\x1b[22;39md\x1b[m", []string{
			"18.0 48 8.4: a", "26.4 48 8.4 #ff7b72: b", "43.2 48 8.4 #7ee787 bold: c", "51.6 48 8.4: d",
		}},
		{"looks", 80, "\x1b[2ma\x1b[0;3mb\x1b[23;4mc\x1b[24md", []string{
			"18.0 48 8.4 0.65: a", "26.4 48 8.4 italic: b", "34.8 48 8.4 underline: c", "43.2 48 8.4: d",
		}},
		{"a long line", 3, "abcde", []string{"18.0 48 25.2: abc", "18.0 68 16.8: de"}},
		{"wide characters", 3, "a漢b字", []string{"18.0 48 25.2: a漢", "18.0 68 25.2: b字"}},
		{"a hyperlink", 80, "\x1b]8;;https://github.com\x1b\\a\x1b]8;;\x1b\\b\x1b]8;;x\ac", []string{"18.0 48 25.2: abc"}},
		{"markup", 80, `</text><script>&"`, []string{`18.0 48 142.8: </text><script>&"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, drawn(t, test.columns, test.output)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFramesHaveNoGaps(t *testing.T) {
	svg, err := picture.Terminal{Columns: 80}.SVG("\x1b[31m╷\x1b[0m\n\x1b[31m│\x1b[0m text\n ├─")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{
		`<path stroke="#ff7b72" d="M22.2 44.0l0.0 10.0"/>`,
		`<path stroke="#ff7b72" d="M22.2 64.0l0.0 -10.0M22.2 64.0l0.0 10.0"/>`,
		`<path stroke="#e6edf3" d="M30.6 84.0l0.0 -10.0M30.6 84.0l0.0 10.0M30.6 84.0l4.2 0.0M39.0 84.0l-4.2 0.0M39.0 84.0l4.2 0.0"/>`,
	} {
		if !bytes.Contains(svg, []byte(path)) {
			t.Errorf("no %s in\n%s", path, svg)
		}
	}
}

func TestWhatHasNoPictureIsAnError(t *testing.T) {
	for _, output := range []string{"\x1b[2J", "\x1b[38;5;1ma", "\x1b[;xm", "a\rb", "\a", "\t", "\xff", "\x1b]0;title\a", "\x1b", "\x1b[99999999999999999999m"} {
		svg, err := picture.Terminal{Columns: 80}.SVG(output)
		if err == nil {
			t.Errorf("%q:\n%s", output, svg)
		}
	}
}

func TestShrinkPNG(t *testing.T) {
	full := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for i := range 40 * 40 {
		full.Set(i%40, i/40, color.RGBA{255, 255, 255, 255})
	}
	for i := range 400 { // more colors than a palette has
		full.Set(i%40, i/40, color.RGBA{uint8(i), uint8(i / 2), 0, 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, full); err != nil {
		t.Fatal(err)
	}
	data, err := picture.ShrinkPNG(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	small, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := small.(*image.Paletted); !ok || small.Bounds() != full.Bounds() {
		t.Errorf("%T of %v", small, small.Bounds())
	}
	if got := small.At(39, 39); !cmp.Equal(got, full.At(39, 39)) {
		t.Errorf("the most common color became %v", got)
	}
	if _, err := picture.ShrinkPNG([]byte("no picture")); err == nil {
		t.Error("text was taken for a picture")
	}
}
