package site

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// page is one Markdown file and what it becomes.
type page struct {
	file     string // in the repository, such as docs/language.md
	out      string // in the site, such as language.html
	title    string // the heading of level 1
	group    string // in the navigation
	source   []byte
	document ast.Node
	headings []heading
}

// heading is a heading of a page with the anchor that GitHub gives it.
type heading struct {
	Level int
	Text  string
	ID    string
}

// markdown reads and writes GitHub's dialect. WithUnsafe lets addresses through, which
// resolveLinks has checked.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.GFM),
	goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(nodes{}, 100))),
)

func parsePage(file string, source []byte) (*page, error) {
	p := &page{file: file, out: pagePath(file), source: source}
	p.document = markdown.Parser().Parse(text.NewReader(source))
	anchors := slugger{}
	titles := 0
	for n := range descendants(p.document) {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		words := plainText(h, source)
		id := anchors.slug(words)
		h.SetAttributeString("id", []byte(id))
		p.headings = append(p.headings, heading{Level: h.Level, Text: words, ID: id})
		if h.Level == 1 {
			p.title = words
			titles++
		}
	}
	if titles != 1 {
		return p, fmt.Errorf("%s:1: a page needs one heading of level 1; this one has %d", file, titles)
	}
	return p, nil
}

func (p *page) hasAnchor(id string) bool {
	for _, h := range p.headings {
		if h.ID == id {
			return true
		}
	}
	return false
}

// line returns the line on which a node begins. Inline nodes have no positions, so it is
// the one of the closest block around them.
func (p *page) line(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if n.Type() != ast.TypeInline && n.Type() != ast.TypeDocument && n.Lines().Len() > 0 {
			return 1 + bytes.Count(p.source[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return 1
}

// descendants iterates over a node and everything below it, in the order of the text.
func descendants(n ast.Node) func(yield func(ast.Node) bool) {
	return func(yield func(ast.Node) bool) {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && !yield(n) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// textOf resolves escapes and entities, which code does not have.
func textOf(n *ast.Text, source []byte) []byte {
	text := n.Segment.Value(source)
	if n.Parent().Kind() == ast.KindCodeSpan {
		return text
	}
	return util.UnescapePunctuations(util.ResolveEntityNames(util.ResolveNumericReferences(text)))
}

// plainText returns the words of a node without markup. Blocks, cells, and lines are
// separated by spaces.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	for d := range descendants(n) {
		switch d := d.(type) {
		case *ast.Text:
			b.Write(textOf(d, source))
			if d.SoftLineBreak() || d.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(d.Value)
		case *ast.AutoLink:
			b.Write(d.Label(source))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			b.WriteByte(' ')
			b.Write(d.Lines().Value(source))
		default:
			if d.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
