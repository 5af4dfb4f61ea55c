package site

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes writes the nodes that the site draws in its own way.
type nodes struct{}

// RegisterFuncs says which nodes those are.
func (nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHeading, writeHeading)
	r.Register(ast.KindFencedCodeBlock, writeFence)
	r.Register(ast.KindCodeBlock, writeIndented)
	r.Register(ast.KindCodeSpan, writeCodeSpan)
	r.Register(ast.KindRawHTML, writeHTML)
	r.Register(ast.KindHTMLBlock, writeHTML)
	r.Register(extension.KindTable, writeTable)
	r.Register(extension.KindTableCell, writeCell)
}

// body returns the text of a page as HTML.
func (p *page) body() (string, error) {
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, p.source, p.document); err != nil {
		return "", fmt.Errorf("write %s: %w", p.file, err)
	}
	return b.String(), nil
}

// writeHeading writes a heading, and beside it a link to it for people with a mouse. The
// table of contents has the same link for the keyboard.
func writeHeading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	level := n.(*ast.Heading).Level
	attribute, _ := n.AttributeString("id")
	id := html.EscapeString(string(attribute.([]byte)))
	if entering {
		_, _ = fmt.Fprintf(w, `<h%d id="%s">`, level, id)
	} else {
		_, _ = fmt.Fprintf(w, `<a class="anchor" href="#%s" aria-hidden="true" tabindex="-1">#</a></h%d>`+"\n", id, level)
	}
	return ast.WalkContinue, nil
}

// writeFence writes a code block. After its language, its first line may have the name of
// the file that it shows.
func writeFence(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var language, file string
	if info := n.(*ast.FencedCodeBlock).Info; info != nil {
		language, file, _ = strings.Cut(string(info.Segment.Value(source)), " ")
	}
	writeCode(w, language, strings.TrimSpace(file), string(n.Lines().Value(source)))
	return ast.WalkContinue, nil
}

func writeIndented(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		writeCode(w, "", "", string(n.Lines().Value(source)))
	}
	return ast.WalkContinue, nil
}

func writeCode(w util.BufWriter, language, file, text string) {
	_, _ = w.WriteString(`<figure class="code">`)
	if file != "" {
		_, _ = fmt.Fprintf(w, `<figcaption>%s</figcaption>`, html.EscapeString(file))
	}
	_, _ = fmt.Fprintf(w, `<pre><code data-language="%s">%s</code></pre></figure>`+"\n", html.EscapeString(language), highlight(language, text))
}

// maxShort is the length in bytes up to which code in a sentence is kept on one line, so that
// no flag breaks after its dashes.
const maxShort = 28

func writeCodeSpan(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	text, class := plainText(n, source), ""
	if len(text) <= maxShort {
		class = ` class="short"`
	}
	_, _ = fmt.Fprintf(w, "<code%s>%s</code>", class, html.EscapeString(text))
	return ast.WalkSkipChildren, nil
}

// writeHTML writes HTML as resolveHTML left it.
func writeHTML(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		text, _ := n.AttributeString(htmlAttribute)
		_, _ = w.WriteString(text.(string))
	}
	return ast.WalkContinue, nil
}

// writeTable puts a table into a box that scrolls, because a table may be wider than the
// screen.
func writeTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<div class=\"table\"><table>\n")
	} else {
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// writeCell writes a cell. An empty cell in the header is no heading to anybody.
func writeCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, align := "td", ""
	if n.Parent().Kind() == extension.KindTableHeader && n.HasChildren() {
		tag = "th"
	}
	if a := n.(*extension.TableCell).Alignment; a != extension.AlignNone {
		align = ` align="` + a.String() + `"` // a style, which goldmark writes, is against the policy
	}
	if entering {
		_, _ = w.WriteString("<" + tag + align + ">")
	} else {
		_, _ = w.WriteString("</" + tag + ">\n")
	}
	return ast.WalkContinue, nil
}
