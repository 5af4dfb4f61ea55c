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
	patterns := 0
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
				patterns++
				if _, err := regexp.Compile(pattern); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || patterns == 0 {
		t.Errorf("%d patterns, %v", patterns, err)
	}
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
