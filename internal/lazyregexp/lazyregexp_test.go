package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestPatterns compiles every pattern of the module that is written in one piece, so that none
// panics at its first use.
func TestPatterns(t *testing.T) {
	for _, pattern := range patterns(t) {
		if _, err := regexp.Compile(pattern); err != nil {
			t.Error(err)
		}
	}
}

// patterns are those of the module that are written in one piece.
func patterns(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.Contains(name, "testdata") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if pattern, ok := patternOf(node); ok {
				found = append(found, pattern)
			}
			return true
		})
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("%d patterns, %v", len(found), err)
	}
	return found
}

func patternOf(node ast.Node) (string, bool) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", false
	}
	called, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || called.Sel.Name != "New" {
		return "", false
	}
	from, _ := called.X.(*ast.Ident)
	literal, isLiteral := call.Args[0].(*ast.BasicLit)
	if from == nil || from.Name != "lazyregexp" || !isLiteral {
		return "", false
	}
	pattern, err := strconv.Unquote(literal.Value)
	return pattern, err == nil
}

func TestRegexp(t *testing.T) {
	r := New(`(\w+)@(?P<host>\w+)`)
	if got := r.ReplaceAllString("mona@octo", "$2"); got != "octo" || !r.MatchString("a@b") || r.SubexpIndex("host") != 2 {
		t.Errorf("it became %q", got)
	}
}
