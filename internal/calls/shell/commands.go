package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/client"
	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// known are the commands that are read.
var known = []string{"curl", "gh", "git", "wget"}

// silent are commands that only write, look for text or change it, and local ones
// whose arguments are no commands.
var silent = []string{"echo", "printf", "grep", "egrep", "fgrep", "rg", "cat", "tee", "jq", "yq", "head", "tail", "wc", "sort", "uniq", "tr", "cut", "column", "[", "test", "true", "false", ":", "cd", "exit"}

// shells run a script that they are given as an argument, or read.
var shells = []string{"sh", "bash", "zsh", "dash", "ksh"}

// commands reads the commands of statements.
type commands struct {
	*reader
	piece *piece
	page  *page
	loud  map[syntax.Node]bool   // its output is used as something else than text
	apart map[syntax.Node]bool   // it was read as a script of its own
	given map[syntax.Node]string // what a command reads, as far as the text has it
}

// visit looks at a node, before what is in it.
func (c *commands) visit(node syntax.Node) bool {
	switch node := node.(type) {
	case nil:
	case *syntax.Comment:
		if source.IsComment(c.piece.source(node)) { // and no message of a log
			c.page.blank(begin(node), c.piece.end(node))
		}
	case *syntax.BinaryCmd:
		if node.Op == syntax.Pipe || node.Op == syntax.PipeAll {
			c.pipe(node)
			c.piped(node)
		}
	case *syntax.Stmt:
		c.redirects(node)
	case *syntax.CallExpr:
		c.command(node)
	case *syntax.Assign:
		c.assign(node)
	case *syntax.FuncDecl:
		return c.function(node)
	case *syntax.ForClause:
		return c.loop(node)
	case *syntax.CmdSubst:
		if makeVariable(node) != "" {
			return false
		}
		c.page.restore(begin(node), c.piece.end(node))
	case *syntax.ProcSubst:
		c.page.restore(begin(node), c.piece.end(node))
	case *syntax.Word:
		return !c.apart[node]
	}
	return true
}

// assign puts off a value that is a command: it is read where the variable is used.
func (c *commands) assign(a *syntax.Assign) {
	if a.Name == nil || c.scope != nil && c.scope.assign(c, a) || a.Value == nil {
		return
	}
	variable, text := c.values.names[a.Name.Value], c.word(c.piece, a.Value)
	if variable == nil || commandOf(text) == "" && !isBaseOfCalls(text) {
		return
	}
	c.held = append(c.held, heldCommand{variable, c.source.LineAt(a.Name.Value+"="+text, c.piece.place(begin(a)))})
	c.page.blankNode(c.piece, a.Value)
}

// isBaseOfCalls reports whether a value is an address of the API, which is called
// where the variable is used.
func isBaseOfCalls(text string) bool {
	text = address.Expand(text)
	return address.IsAddress(text+"/") && (address.Base.MatchString(text) || address.API.MatchString(text)) && !strings.ContainsAny(text, " \n")
}

// pipe notes the commands whose output another one reads that does more than to
// write it.
func (c *commands) pipe(b *syntax.BinaryCmd) {
	if call, ok := b.Y.Cmd.(*syntax.CallExpr); ok && !c.loud[call] && (c.isSilent(call) || c.readsData(call)) {
		return
	}
	for left := b.X; left != nil; {
		switch cmd := left.Cmd.(type) {
		case *syntax.BinaryCmd:
			c.loud[cmd.Y.Cmd] = true
			if call, ok := cmd.Y.Cmd.(*syntax.CallExpr); !ok || !c.isSilent(call) {
				return
			}
			left = cmd.X
		default:
			c.loud[cmd] = true
			return
		}
	}
}

func (c *commands) isSilent(call *syntax.CallExpr) bool {
	return len(call.Args) > 0 && slices.Contains(silent, delegate.Name(c.word(c.piece, call.Args[0])))
}

// argument is a word of a command.
type argument struct {
	text string
	node *syntax.Word
}

// arguments are the words of a command, with the variables that are set before it:
// a service has its command behind such a sign.
func (c *commands) arguments(call *syntax.CallExpr) []argument {
	var found []argument
	for _, a := range call.Assigns {
		if len(call.Args) > 0 && a.Value != nil {
			found = append(found, argument{a.Name.Value + "=" + c.word(c.piece, a.Value), nil})
		}
	}
	for _, word := range call.Args {
		for _, text := range c.words(c.piece, word) {
			found = append(found, argument{text, word})
		}
	}
	return found
}

// command reads a command. What is understood of it is taken from the page.
func (c *commands) command(call *syntax.CallExpr) {
	c.ownArguments(call)
	arguments := c.arguments(call)
	if len(arguments) == 0 {
		return
	}
	words := make([]string, len(arguments))
	for i := range arguments {
		words[i] = arguments[i].text
	}
	if words[0] == "shift" && c.scope != nil {
		c.scope.shift(words)
	}
	if real := strings.Fields(c.aliases[words[0]]); len(real) > 0 {
		words = slices.Concat(real, words[1:])
		arguments = slices.Concat(make([]argument, len(real)), arguments[1:])
	}
	if name, taken := delegate.Packaged(words); taken > 0 && taken < len(words) {
		words = slices.Concat(name, words[taken:])
		arguments = slices.Concat(make([]argument, len(name)), arguments[taken:])
	}
	for i, direct := range delegate.Positions(words) {
		if done := c.commandAt(call, arguments, words, i, direct); done {
			return
		}
	}
}

// commandAt reads the command whose name is a word, if it is one. Other words
// may precede it, such as sudo. If these are not known, the text may only mention the
// name.
func (c *commands) commandAt(call *syntax.CallExpr, arguments []argument, words []string, i int, direct bool) bool {
	name, rest := delegate.Name(words[i]), words[i+1:]
	switch {
	case direct && c.functionCall(call, words[i], rest):
		return true
	case direct && (slices.Contains(silent, name) || name == "alias"):
		if !c.loud[call] {
			c.page.blankNode(c.piece, call)
		}
		return true
	case !direct && isSpoken(words[i-1]):
		return false
	}
	if direct && (i == 0 || words[i-1] != "--" || !delegate.IsLocal(words[0])) {
		c.code(call, arguments[i:], words[i:])
	}
	if direct || name == "curl" || name == "gh" && len(rest) > 0 && (rest[0] == "api" || inContainer(words[:i])) {
		if read := client.Of(name, &c.values.remotes); read != nil {
			return c.found(call, read(rest, c.given[call])) && !runsContainer(name, rest)
		}
	}
	switch {
	case slices.Contains(shells, name):
		return c.script(call, arguments[i+1:], direct)
	case name == "eval" && direct && c.evalCode(call, arguments[i+1:]):
		return true
	case name == "eval" || name == "ssh" || name == "watch" || name == "su" || name == "trap" || name == "parallel" || name == "script" || name == "nix-shell":
		return c.runs(call, arguments[i+1:])
	case direct && !delegate.IsWrapper(words[i]):
		return c.variable(call, words[i:])
	}
	return false
}

// isSpoken reports whether a word before a command is one of a sentence.
func isSpoken(word string) bool { return source.IsProse(word) }

// found notes the calls of a command. It reports whether the command is read.
func (c *commands) found(call *syntax.CallExpr, o client.Outcome) bool {
	if o.Foreign {
		return false
	}
	at := c.piece.place(begin(call))
	server := ""
	if isGH := slices.ContainsFunc(call.Args[:min(len(call.Args), maxArguments)], func(w *syntax.Word) bool { return delegate.Name(w.Lit()) == "gh" }); isGH {
		server = c.server(call)
	}
	for _, one := range o.Calls {
		one.Server = server
		one.Line, one.Column = c.source.At(at)
		c.add(one)
	}
	for _, unclear := range o.Unclear {
		c.unclear(at, unclear)
	}
	switch {
	case len(o.Calls)+len(o.Unclear) > 0:
		c.understood(call)
	case o.Local:
		c.page.blankNode(c.piece, call)
	}
	return true
}

// understood takes a command from the page.
func (c *commands) understood(call *syntax.CallExpr) {
	c.page.busy(begin(call), c.piece.end(call))
	c.page.blankNode(c.piece, call)
}

// openCommand is a variable whose name says that it holds gh.
var openCommand = lazyregexp.New(`^\$\{(?i:gh|gh_?(?:cli|cmd|bin|path)|github_?cli)\}$`)

// commandVariable is a command that a variable names.
var commandVariable = lazyregexp.New(`^\$\{(\w+)\}$`)

// variable notes a command whose name is not in the text, if it may be gh, curl or
// Git.
func (c *commands) variable(call *syntax.CallExpr, words []string) bool {
	match := commandVariable.FindStringSubmatch(words[0])
	if match == nil {
		return false
	}
	name := ""
	switch g := c.values.names[match[1]]; {
	case g != nil && g.command != "":
		name = g.command
	case openCommand.MatchString(words[0]) && len(words) > 1, len(words) > 2 && words[1] == "api" && strings.Contains(words[2], "/"), client.LooksLikeGH(words[1:]):
		name = "gh"
	case len(words) == 1 && (words[0] == c.word(c.piece, call.Args[0]) || delegate.IsWrapper(call.Args[0].Lit())):
		c.runsVariable(call, match[1])
		return false
	default:
		return false
	}
	if g := c.values.names[match[1]]; g != nil {
		g.used = true
	}
	c.unclear(c.piece.place(begin(call)), name)
	c.understood(call)
	return true
}
