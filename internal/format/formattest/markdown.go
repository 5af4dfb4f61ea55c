package formattest

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
)

// CheckNode finds what only hostile text could have brought, and returns the text of a code span.
func CheckNode(t *testing.T, n ast.Node, source []byte) []string {
	switch n := n.(type) {
	case *ast.Link:
		if !strings.HasPrefix(string(n.Destination), LinkStart) {
			t.Errorf("a link to %s", n.Destination)
		}
	case *ast.RawHTML:
		if tag := string(n.Segments.Value(source)); tag != "<br>" {
			t.Errorf("raw HTML %q", tag)
		}
	case *ast.Emphasis:
		if n.Level != 2 {
			t.Error("emphasis")
		}
	case *ast.CodeSpan:
		return []string{codeText(n, source)}
	}
	return nil
}

func codeText(n *ast.CodeSpan, source []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		segment := c.(*ast.Text).Segment
		b.Write(segment.Value(source))
	}
	return b.String()
}
