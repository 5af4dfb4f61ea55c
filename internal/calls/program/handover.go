package program

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// HandOver notes an address of the API that is an argument of a function whose code is
// not in the program: it may call the address. It reports whether there is one.
func (c *Collector) HandOver(call *Expr, scope *Scope) bool {
	name := call.Callee()
	if name == "" || c.Program.Defines(name) || says(name) {
		return false
	}
	f := &Frame{Scope: scope}
	if c.Program.Fold != nil && c.Program.Fold(c.Program.Evaluate(), call, f) != nil {
		return false
	}
	for _, a := range call.Args {
		if a.Value == nil || a.Name != "" && isRecord(call) || a.Value.Kind == Call && !c.isText(a.Value, f) {
			continue
		}
		address := ReadAddress(c.Program.Evaluate().Text(a.Value, f))
		if address.Owner == API && Rooted(address.Path) && !IsGraphQL(address.Path) {
			c.Unclear(call, reading.Unreadable)
			return true
		}
	}
	return false
}

// isRecord reports whether a call has so many arguments with names that they are data.
func isRecord(call *Expr) bool {
	named := 0
	for _, a := range call.Args {
		if a.Name != "" {
			named++
		}
	}
	return named > 3
}

// isText reports whether a call makes a text.
func (c *Collector) isText(call *Expr, f *Frame) bool {
	return c.Program.Fold != nil && c.Program.Fold(c.Program.Evaluate(), call, f) != nil
}

// sayings are parts of names of functions that take a text and call nothing with it.
var sayings = []string{
	"print", "log", "warn", "info", "debug", "error", "fatal", "panic", "fail", "raise", "assert", "equal", "expect", "match", "contain", "include", "prefix", "suffix", "startswith", "endswith", "start_with", "end_with",
	"compile", "replace", "split", "search", "find", "index", "strip", "trim", "sub", "join", "append", "push", "add", "insert", "extend", "setdefault", "update", "mock", "stub", "regist", "respond", "example",
	"describe", "write", "format", "parse", "quote", "escape", "encode", "decode", "dump", "marshal", "env", "option", "argument", "flag", "default", "put", "echo", "help", "say", "message", "link", "cite",
}

// sayingWords are names of such functions that are parts of other names, too.
var sayingWords = []string{"eq", "eql", "be", "it", "to", "len", "str", "puts", "pp", "p", "set", "get", "has", "new", "String", "Str", "Stringp", "url", "a_request", "request_for", "with", "returns", "and_return", "receive", "yields"}

func says(name string) bool {
	if slices.Contains(sayingWords, name) {
		return true
	}
	lower := strings.ToLower(name)
	return slices.ContainsFunc(sayings, func(part string) bool { return strings.Contains(lower, part) })
}
