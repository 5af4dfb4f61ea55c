package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

func TestIsExtension(t *testing.T) {
	for program, want := range map[string]bool{
		"gh-patctl": true, "/home/mona/.local/share/gh/extensions/gh-patctl/gh-patctl": true, "gh-patctl.exe": true,
		"patctl": false, "/opt/gh-patctl/patctl": false, "patctl.exe": false, "gh": false, "": false,
	} {
		if got := isExtension(program); got != want {
			t.Errorf("isExtension(%q) = %v", program, got)
		}
	}
}

// TestExtensionHelp: no help names a command as those call it who do not use gh.
func TestExtensionHelp(t *testing.T) {
	e := clitest.NewSilentEnv(t)
	e.Extension = true
	root := command.NewRootCmd(e)
	bare := regexp.MustCompile(`\bpatctl (?:-|COMMAND|` + strings.Join(commandNames(root), `\b|`) + `\b)`)
	for _, cmd := range append(root.Commands(), root) {
		text := strings.Join(strings.Fields(cmd.Long+" "+cmd.Example+" "+cmd.UsageString()), " ")
		text = strings.ReplaceAll(text, "gh patctl", "")
		if found := bare.FindString(text); found != "" {
			t.Errorf("the help of %s has %q", cmd.Name(), found)
		}
	}
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		names = append(names, cmd.Name())
	}
	return names
}

// TestCommandsAreNotQuoted: messages put commands in backticks or on lines of their
// own. What is in double quotes is text of users, which gh does not rename.
func TestCommandsAreNotQuoted(t *testing.T) {
	names := strings.Join(commandNames(command.NewRootCmd(clitest.NewSilentEnv(t))), `\b|`)
	quoted, named := regexp.MustCompile(`"patctl (?:`+names+`\b)`), regexp.MustCompile(`\bpatctl (?:-|`+names+`\b)`)
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(moduleRoot, file), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			unsaid(t, file, named, n)
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING || strings.HasPrefix(literal.Value, "`") { // help, where all is named
				return true
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && quoted.MatchString(text) {
				t.Errorf("%s: put the command in backticks: %s", file, literal.Value)
			}
			return true
		})
	}
}

// unsaid reports commands in the arguments of what writes text: only formats are
// rewritten, because arguments are text of users.
func unsaid(t *testing.T, file string, named *regexp.Regexp, n ast.Node) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) < 2 {
		return
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains([]string{"Printf", "Note", "Remark", "Line"}, method.Sel.Name) {
		return
	}
	for _, arg := range call.Args[1:] {
		if literal, ok := arg.(*ast.BasicLit); ok && named.MatchString(literal.Value) {
			t.Errorf("%s: give the text to Say: %s", file, literal.Value)
		}
	}
}
