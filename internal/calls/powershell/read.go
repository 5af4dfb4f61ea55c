package powershell

import (
	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// signs are in every script that may call GitHub.
var signs = []string{"github", "GitHub", "GITHUB", "Github", "ghe.com", "ghcr.io", "/api/v3", "gh ", "gh.exe", "'gh'", `"gh"`, "git "}

// Read finds the calls in a script.
func Read(text string) reading.Reading {
	if !program.Mentions(text, signs) {
		return reading.Reading{}
	}
	tokens := scan.Read(text, scan.PowerShell)
	p := newParser(tokens)
	p.statements(0, len(p.tokens))
	p.program.Index()
	r := newReader(p)
	r.read()
	if tokens.Broken {
		r.Unclear(&program.Expr{Line: max(1, tokens.BrokenLine), Column: 1}, reading.Unreadable)
	}
	found := r.Reading()
	found.Comments = tokens.Comments
	runs, hidden := p.runs()
	found.Runs, found.Unclear = runs, append(found.Unclear, hidden...)
	found.Token = len(runs) > 0 && delegate.NamesToken(text)
	found.Sort()
	return found
}
