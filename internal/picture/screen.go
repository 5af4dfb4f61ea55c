package picture

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// span is text of one style in one line.
type span struct {
	style  style
	text   string
	column int // of its beginning, from 0
}

// screen is what is on a terminal that is as high as it needs to be.
type screen struct {
	columns int
	lines   [][]span
	column  int // of the next character
	style   style
}

// known are the sequences that have a picture: colors, and the beginning and
// the end of a hyperlink, whose text looks like any other.
var known = regexp.MustCompile("^\x1b(?:\\[([0-9;]*)m|\\]8;[^\x1b\x07]*(?:\x1b\\\\|\x07))")

// newScreen shows what a program printed on a terminal of so many columns, and
// breaks longer lines, as terminals do.
func newScreen(output string, columns int) (*screen, error) {
	if !utf8.ValidString(output) {
		return nil, errors.New("the output is not UTF-8")
	}
	s := &screen{columns: columns, lines: [][]span{nil}}
	state := -1
	for output != "" {
		if sequence := known.FindStringSubmatch(output); sequence != nil {
			if err := s.obey(sequence); err != nil {
				return nil, err
			}
			output, state = output[len(sequence[0]):], -1
			continue
		}
		var cluster string
		var width int
		cluster, output, width, state = uniseg.FirstGraphemeClusterInString(output, state)
		if err := s.put(cluster, width); err != nil {
			return nil, err
		}
	}
	s.trim()
	return s, nil
}

func (s *screen) obey(sequence []string) error {
	if strings.HasSuffix(sequence[0], "m") && strings.HasPrefix(sequence[0], "\x1b[") {
		return s.style.apply(sequence[1])
	}
	return nil
}

// put writes a character, as people count them.
func (s *screen) put(cluster string, width int) error {
	if cluster == "\n" || cluster == "\r\n" {
		s.newLine()
		return nil
	}
	for _, r := range cluster {
		if unicode.IsControl(r) {
			return fmt.Errorf("the output holds %+q, which has no picture", cluster)
		}
	}
	if s.column+width > s.columns {
		s.newLine()
	}
	last := &s.lines[len(s.lines)-1]
	if n := len(*last); n > 0 && (*last)[n-1].style == s.style {
		(*last)[n-1].text += cluster
	} else {
		*last = append(*last, span{s.style, cluster, s.column})
	}
	s.column += width
	return nil
}

func (s *screen) newLine() {
	s.lines = append(s.lines, nil)
	s.column = 0
}

// trim takes off what cannot be seen: empty lines at the end.
func (s *screen) trim() {
	for len(s.lines) > 0 && blank(s.lines[len(s.lines)-1]) {
		s.lines = s.lines[:len(s.lines)-1]
	}
}

func blank(line []span) bool {
	for _, part := range line {
		if strings.TrimSpace(part.text) != "" {
			return false
		}
	}
	return true
}
