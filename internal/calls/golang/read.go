package golang

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
)

// signs are in every file that may call GitHub. The name alone is in the imports of
// nearly every file.
var signs = []string{
	"api.github", "uploads.github", "vnd.github", "X-GitHub", "GITHUB_", "/api/v3", "ghe.com", "ghcr.io", "githubusercontent", "codeload.", "pkg.github", "models.github", "githubcopilot",
	"go-github", "githubv4", "ghinstallation", "go-gh", "go-git", "://github.com", `"gh"`, `"git"`, `"gh `, `"git `, "/repos/", "/orgs/", "exec.Command", "execabs.Command", "models.inference",
}

// Read finds the calls in a file.
func Read(text string) reading.Reading {
	if !program.Mentions(text, signs) {
		return reading.Reading{}
	}
	files := token.NewFileSet()
	file, offset, whole := parse(files, text)
	c := newConverter(files, text, offset)
	if file != nil {
		c.file(file)
	}
	r := newReader(c)
	r.read()
	if !whole {
		c.remaining(r)
	}
	return r.Reading()
}

// wrappers make a file of parts of one, on the same lines.
var wrappers = [][2]string{{"", ""}, {"package p;", ""}, {"package p;func _(){", "\n}"}}

// parse parses a file, or a part of one. The offset is how many bytes are before it
// on its first line; false: not all of it could be parsed.
func parse(files *token.FileSet, text string) (*ast.File, int, bool) {
	for _, wrap := range wrappers {
		file, err := parser.ParseFile(files, "", wrap[0]+text+wrap[1], parser.SkipObjectResolution)
		if err == nil {
			return file, len(wrap[0]), true
		}
	}
	file, _ := parser.ParseFile(files, "", text, parser.SkipObjectResolution|parser.AllErrors)
	return file, 0, false
}

// remaining notes what the words of a file say that could not be parsed, where
// nothing was read.
func (c *converter) remaining(r *reader) {
	read := r.Lines()
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(c.text))
	var s scanner.Scanner
	s.Init(file, []byte(c.text), func(token.Position, string) {}, 0)
	for {
		pos, tok, literal := s.Scan()
		if tok == token.EOF {
			return
		}
		at := file.Position(pos)
		if suspicious(tok, literal) && !read[at.Line] {
			read[at.Line] = true
			r.Unclear(&program.Expr{Line: at.Line, Column: at.Column}, reading.Unreadable)
		}
	}
}

// suspicious reports whether a word is one of those that calls are made of.
func suspicious(tok token.Token, literal string) bool {
	switch tok {
	case token.STRING:
		return program.ReadAddress(strings.Trim(literal, "\"`")).Owner == program.API
	case token.IDENT:
		return isService(literal)
	}
	return false
}
