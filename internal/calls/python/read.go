package python

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// signs are in every program that may call GitHub.
var signs = []string{"github", "GitHub", "GITHUB", ".get_repo(", "ghe.com", "ghcr.io", "gidgethub", "ghapi", "/api/v3", `"gh"`, "'gh'", `"gh `, "'gh ", `"git`, "'git"}

// Read finds the calls in a program.
func Read(text string) reading.Reading {
	if !program.Mentions(text, signs) {
		return reading.Reading{}
	}
	tokens := scan.Read(text, scan.Python)
	p := newParser(tokens)
	p.statements()
	r := newReader(p)
	r.read()
	if tokens.Broken {
		r.Unclear(&program.Expr{Line: max(1, tokens.BrokenLine), Column: 1}, reading.Unreadable)
	}
	found := r.Reading()
	found.Comments = tokens.Comments
	return found
}
