package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// page is some lines of a piece, from which is taken what was understood. What is
// left may call GitHub in another way.
type page struct {
	piece    *piece
	from, to int
	text     []byte
	working  []bool // by line: a call begins or goes on there
	breaks   []int  // where the lines begin
}

func newPage(p *piece, from, to int) *page {
	g := &page{piece: p, from: from, to: to, text: []byte(p.text[from:to]), breaks: []int{from}}
	for i, c := range g.text {
		if c == '\n' && i+1 < len(g.text) {
			g.breaks = append(g.breaks, from+i+1)
		}
	}
	g.working = make([]bool, len(g.breaks))
	return g
}

// clip keeps a range of the piece within the page.
func (g *page) clip(from, to int) (int, int) {
	from, to = min(max(from, g.from), g.to), min(to, g.to)
	return from - g.from, max(from, to) - g.from
}

// blank takes a range from the page.
func (g *page) blank(from, to int) {
	from, to = g.clip(from, to)
	for i := from; i < to; i++ {
		if g.text[i] != '\n' {
			g.text[i] = ' '
		}
	}
}

func (g *page) blankNode(p *piece, node syntax.Node) { g.blank(begin(node), p.end(node)) }

// restore gives a range back, which is looked at on its own.
func (g *page) restore(from, to int) {
	low, high := g.clip(from, to)
	copy(g.text[low:high], g.piece.text[low+g.from:high+g.from])
}

// busy notes that the lines of a range belong to a call.
func (g *page) busy(from, to int) {
	for i := range g.breaks {
		end := g.to
		if i+1 < len(g.breaks) {
			end = g.breaks[i+1]
		}
		if from < end && to > g.breaks[i] {
			g.working[i] = true
		}
	}
}

// line gives what is left of a line, and where it begins.
func (g *page) line(i int) (left, whole string, at int) {
	from, to := g.breaks[i]-g.from, len(g.text)
	if i+1 < len(g.breaks) {
		to = g.breaks[i+1] - g.from
	}
	left = strings.TrimSuffix(string(g.text[from:to]), "\n")
	return left, g.piece.text[g.from+from : g.from+from+len(left)], g.breaks[i]
}
