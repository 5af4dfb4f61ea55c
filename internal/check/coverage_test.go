package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// message is a kind of diagnostic that the package makes.
type message struct{ code, summary string }

// TestEveryMessageHasAFixture reads the package's own source: whoever adds a
// message shows it in a fixture.
func TestEveryMessageHasAFixture(t *testing.T) {
	shown := map[string]bool{}
	for _, source := range fixtures(t, "testdata/err/*.pat.hcl") {
		for _, e := range expectations(source) {
			shown[e.summary] = true
		}
	}
	summaries := map[string]string{} // by code
	all := messages(t)
	if len(all) < 40 {
		t.Fatalf("found only %d messages in the source", len(all))
	}
	for _, m := range all {
		if !shown[m.summary] {
			t.Errorf("no fixture shows %q (%s)", m.summary, m.code)
		}
		if other, ok := summaries[m.code]; ok && other != m.summary {
			t.Errorf("the code %s stands for %q and for %q", m.code, other, m.summary)
		}
		summaries[m.code] = m.summary
	}
}

// messages finds the calls of error and warn, and the literals of problem, with
// a code and a summary in them.
func messages(t *testing.T) []message {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var found []message
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if m, ok := messageOf(n); ok {
				found = append(found, m)
			}
			return true
		})
	}
	return found
}

func messageOf(n ast.Node) (message, bool) {
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "error" || f.Sel.Name == "warn") && len(n.Args) == 5 {
			return literals(n.Args[2], n.Args[3])
		}
	case *ast.CompositeLit:
		if f, ok := n.Type.(*ast.Ident); ok && f.Name == "problem" {
			return literals(n.Elts[0], n.Elts[1])
		}
	}
	return message{}, false
}

func literals(code, summary ast.Expr) (message, bool) {
	c, isCode := code.(*ast.BasicLit)
	s, isSummary := summary.(*ast.BasicLit)
	if !isCode || !isSummary {
		return message{}, false
	}
	m := message{}
	m.code, _ = strconv.Unquote(c.Value)
	m.summary, _ = strconv.Unquote(s.Value)
	return m, true
}
