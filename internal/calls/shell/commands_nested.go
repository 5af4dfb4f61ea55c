package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/delegate"
)

// script reads the script that a shell is given as an argument.
func (c *commands) script(call *syntax.CallExpr, arguments []argument, direct bool) bool {
	for i, a := range arguments {
		switch {
		case isCluster(a.text, "c") && i+1 < len(arguments):
			if direct && c.substituted(call, arguments[i+1].node) {
				return true
			}
			c.nested(call, arguments[i+1])
			return true
		case isCluster(a.text, "s"): // it reads its input
			return true
		case delegate.Option.MatchString(a.text), i > 0 && strings.HasSuffix(arguments[i-1].text, "o"): // of -o pipefail
		default: // the name of a file
			if direct && !c.substituted(call, a.node) {
				c.scriptFile(call, a.text)
			}
			return true
		}
	}
	return true
}

// isCluster reports whether a word is a group of short options with one.
func isCluster(word, option string) bool {
	return strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "--") && strings.HasSuffix(word, option)
}

// runs reads the arguments that a command runs as a script.
func (c *commands) runs(call *syntax.CallExpr, arguments []argument) bool {
	read := false
	for _, a := range arguments {
		if strings.ContainsAny(a.text, " \n") {
			c.nested(call, a)
			read = true
		}
	}
	return read
}

// nested reads a word as a script.
func (c *commands) nested(call *syntax.CallExpr, a argument) {
	inner := c.scriptOf(a)
	if inner == nil || inner.deep > maxNested {
		return
	}
	if a.node != nil && !inner.held {
		c.apart[a.node] = true
		c.page.blankNode(c.piece, a.node)
	}
	c.page.busy(begin(call), c.piece.end(call))
	c.scripts(inner, true)
}

// maxNested is how deep scripts are looked for in scripts.
const maxNested = 8

// scriptOf is a word as a script of its own: its text if it is in quotation marks, or
// else its value.
func (c *commands) scriptOf(a argument) *piece {
	if a.node != nil && len(a.node.Parts) == 1 {
		from, to := begin(a.node), c.piece.end(a.node)
		switch part := a.node.Parts[0].(type) {
		case *syntax.SglQuoted:
			if !part.Dollar && to-from >= 2 {
				return c.piece.inner(from+1, to-1, false)
			}
		case *syntax.DblQuoted:
			if !part.Dollar && to-from >= 2 {
				return c.piece.inner(from+1, to-1, true)
			}
		}
	}
	at := c.piece.at
	if a.node != nil {
		at = c.piece.place(begin(a.node))
	}
	inner := newPiece(a.text, at, false)
	inner.held, inner.deep = true, c.piece.deep+1
	return inner
}

// redirects reads the text that a statement gives to its command.
func (c *commands) redirects(s *syntax.Stmt) {
	call, _ := s.Cmd.(*syntax.CallExpr)
	for _, r := range s.Redirs {
		switch {
		case r.Word != nil && (r.Op == syntax.RdrOut || r.Op == syntax.AppOut) && strings.HasSuffix(c.word(c.piece, r.Word), ".sh"):
			c.loud[s.Cmd] = true
		case r.Op == syntax.RdrIn && call != nil && c.readsScript(call):
			c.scriptFile(call, c.word(c.piece, r.Word))
		case r.Op == syntax.WordHdoc && call != nil && c.readsScript(call):
			c.nested(call, argument{c.word(c.piece, r.Word), r.Word})
		case r.Op == syntax.WordHdoc && call != nil:
			c.given[call] = c.word(c.piece, r.Word)
		case r.Hdoc != nil && call != nil:
			c.heredoc(call, s, r)
		}
	}
}

// heredoc reads a body: as a script if a shell reads it. One for a command that is
// read, or that only writes it, holds no calls.
func (c *commands) heredoc(call *syntax.CallExpr, s *syntax.Stmt, r *syntax.Redirect) {
	from, to := begin(r.Hdoc), c.piece.end(r.Hdoc)
	switch {
	case c.readsScript(call):
		quoted := strings.ContainsAny(c.piece.source(r.Word), `"'\`)
		body := c.piece.inner(from, to, !quoted)
		if body.deep <= maxNested {
			c.apart[r.Hdoc] = true
			c.page.blank(from, to)
			c.page.busy(from, to)
			c.scripts(body, true)
		}
	case c.readsData(call):
		c.given[call] = c.text(c.piece, r)
		c.page.blank(from, to)
		c.page.busy(from, to)
	case c.isSilent(call) && !c.loud[call] && len(s.Redirs) == 1:
		c.page.blank(from, to)
		c.page.busy(from, to)
	default:
		body := c.piece.inner(from, to, false)
		body.deep = c.piece.deep
		c.apart[r.Hdoc] = true
		c.page.blank(from, to)
		c.page.busy(from, to)
		c.scripts(body, false)
	}
}

// readsScript reports whether a command runs what it reads.
func (c *commands) readsScript(call *syntax.CallExpr) bool {
	for i, a := range c.arguments(call) {
		name := delegate.Name(a.text)
		if slices.Contains(shells, name) || i == 0 && (name == "ssh" || name == "su") {
			return true
		}
	}
	return false
}

// readsData reports whether a command is one of those that are read.
func (c *commands) readsData(call *syntax.CallExpr) bool {
	return slices.ContainsFunc(c.arguments(call), func(a argument) bool { return slices.Contains(known, delegate.Name(a.text)) })
}
