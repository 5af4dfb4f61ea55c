package workflow

import (
	"sort"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// places say where the parts of a scalar are in the file: a block is indented, and
// a folded one has its lines in one.
type places struct {
	node     *yaml.Node
	starts   []int // of the lines of the value
	segments []segment
}

// segment is a part of a value that is in one line of the file.
type segment struct {
	offset       int // in the value
	line, column int // from 1
}

// Before the text of a scalar.
var (
	header     = lazyregexp.New(`[|>][-+0-9]*\s*(?:#.*)?$`)
	properties = lazyregexp.New(`^(?:[&!]\S*(?:\s+|$))+`)
)

func placesOf(n *yaml.Node, lines []string) places {
	p := places{node: n, starts: []int{0}}
	for i := range len(n.Value) {
		if n.Value[i] == '\n' {
			p.starts = append(p.starts, i+1)
		}
	}
	first, from := n.Line-1, 0
	block := n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if block {
		for first < len(lines) && !header.MatchString(lines[first]) { // an anchor can be on a line of its own
			first++
		}
		first++
	} else if first >= 0 && first < len(lines) {
		from = byteOf(lines[first], n.Column-1)
	}
	p.segment(first, from, lines, block)
	return p
}

// byteOf is where a character of a line begins.
func byteOf(line string, characters int) int {
	for i := range line {
		if characters--; characters < 0 {
			return i
		}
	}
	return len(line)
}

// segment finds the lines of the file in the value, one after the other.
func (p *places) segment(first, from int, lines []string, block bool) {
	value, at := p.node.Value, 0
	for i := first; i >= 0 && i < len(lines) && at < len(value); i++ {
		line := lines[i]
		begin := min(from, len(line))
		from = 0
		if !block {
			begin += len(properties.FindString(line[begin:]))
		}
		for begin < len(line) && strings.IndexByte(" \t", line[begin]) >= 0 {
			begin++
		}
		text := strings.TrimRight(line[begin:], " \t")
		if !block {
			quotes := len(text) - len(strings.TrimLeft(text, `"'`))
			begin, text = begin+quotes, strings.TrimRight(text[quotes:], `"'\`)
		}
		if text == "" {
			continue
		}
		for at < len(value) && strings.IndexByte(" \t\n", value[at]) >= 0 {
			at++
		}
		same := commonPrefix(text, value[at:])
		if same == 0 {
			return
		}
		p.segments = append(p.segments, segment{at, i + 1, begin + 1})
		if at += same; same < len(text) { // an escape, or a comment
			return
		}
	}
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// of gives the place in the file of a place in the value, both from 1. What is
// before the value is at its beginning.
func (p *places) of(line, column int) (int, int) {
	offset := 0
	if line >= 1 {
		line = min(line, len(p.starts))
		start, end := p.starts[line-1], len(p.node.Value)
		if line < len(p.starts) {
			end = p.starts[line] - 1
		}
		offset = min(start+max(column-1, 0), end)
	}
	next := sort.Search(len(p.segments), func(i int) bool { return p.segments[i].offset > offset })
	if next == 0 {
		if len(p.segments) > 0 {
			return p.segments[0].line, p.segments[0].column
		}
		return p.node.Line, p.node.Column
	}
	s := p.segments[next-1]
	return s.line, s.column + offset - s.offset
}
