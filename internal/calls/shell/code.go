package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// ran notes code that the text does not hold.
func (c *commands) ran(node syntax.Node, run reading.Run) {
	if !c.running || c.muted > 0 || len(c.Runs) > maxValues {
		return
	}
	run.Line, run.Column = c.source.At(c.piece.place(begin(node)))
	c.Runs = append(c.Runs, run)
}

// code notes the code that a command runs and that is not in the text.
func (c *commands) code(call *syntax.CallExpr, arguments []argument, words []string) {
	if !c.running || c.muted > 0 || c.functions[words[0]] != nil || delegate.Option.MatchString(words[0]) {
		return
	}
	if (words[0] == "." || words[0] == "source") && len(arguments) > 1 && c.substituted(call, arguments[1].node) {
		return
	}
	run, ok := delegate.Of(words)
	if !ok {
		return
	}
	run.Token = c.handed(call)
	c.ran(call, run)
}

// handed reports whether a command is given a token of GitHub: by a variable that is
// set for it alone, or by an argument.
func (c *commands) handed(call *syntax.CallExpr) bool {
	for _, a := range call.Assigns {
		if a.Name != nil && (delegate.NamesToken(a.Name.Value) || a.Value != nil && delegate.NamesToken(c.piece.source(a.Value))) {
			return true
		}
	}
	return slices.ContainsFunc(call.Args, func(w *syntax.Word) bool {
		text := c.piece.source(w)
		return delegate.NamesToken(text) && !strings.Contains(text, "$(")
	})
}

// scriptFile notes a script that a shell reads from a file.
func (c *commands) scriptFile(node syntax.Node, name string) {
	if name == "" || strings.HasPrefix(name, "/dev/") {
		return
	}
	if run, ok := delegate.Of([]string{"source", name}); ok {
		c.ran(node, run)
	}
}

// runsVariable notes a command that is the value of a variable, which is not known.
func (c *commands) runsVariable(node syntax.Node, name string) {
	if syntax.ValidName(name) && !c.values.isSwitch(name) {
		c.ran(node, reading.Run{What: "$" + name})
	}
}

// ownArguments notes a command that the arguments of the script name: exec "$@". Those of a
// function are known where it is called.
func (c *commands) ownArguments(call *syntax.CallExpr) {
	if c.within > 0 || c.muted > 0 || c.scope.isFunction() {
		return
	}
	words := make([]string, len(call.Args))
	all := -1
	for i, word := range call.Args {
		words[i] = word.Lit()
		if all < 0 && isAllArguments(word) {
			words[i], all = "$@", i
		}
	}
	if all >= 0 && delegate.Positions(words)[all] {
		c.ran(call, reading.Run{What: "$@"})
	}
}

// isAllArguments reports whether a word is nothing else than the arguments of the script:
// $@, "$@", "$*", ${@}.
func isAllArguments(word *syntax.Word) bool {
	if len(word.Parts) != 1 {
		return false
	}
	part := word.Parts[0]
	if quoted, ok := part.(*syntax.DblQuoted); ok && len(quoted.Parts) == 1 {
		part = quoted.Parts[0]
	}
	param, ok := part.(*syntax.ParamExp)
	return ok && param.Param != nil && (param.Param.Value == "@" || param.Param.Value == "*") && param.Slice == nil && param.Exp == nil && param.Repl == nil && !param.Length
}

// environments are commands whose output sets variables, as for eval.
var environments = []string{
	"ssh-agent", "keychain", "brew", "direnv", "opam", "pyenv", "rbenv", "nodenv", "jenv", "conda", "mamba", "micromamba", "fnm", "starship", "zoxide", "dircolors", "minikube", "docker-machine", "docker",
	"asdf", "mise", "rtx", "luarocks", "resize", "locale", "perl", "lesspipe", "thefuck", "register-python-argcomplete", "stack", "gpg-agent", "aws", "aws-vault", "printf", "echo", "cat", "sed", "tr", "set", "declare", "getopt",
	"jq", "yq", "grep", "egrep", "awk", "cut", "goenv", "volta", "sdk", "env", "printenv", "podman", "stty", "go", "bazel", "modulecmd", "gh", "git", "sqlite3", "vault", "chamber", "sops",
}

// downloads are commands that print what they fetch.
var downloads = []string{"curl", "wget", "http", "https", "xh", "fetch", "aria2c"}

// assignment is a text for eval that gives a variable a value, or sets options.
var assignment = lazyregexp.New(`^(?:(?:[\w]|\$\{\w+\})*\+?=|(?:export|local|declare|typeset|readonly|set|unset|alias|shift|exec|printf|echo|test|\[|:|read|trap|return)\b)`)

// evalCode notes what eval runs and the text does not hold. It reports whether eval
// gets nothing else.
func (c *commands) evalCode(call *syntax.CallExpr, arguments []argument) bool {
	if len(arguments) == 0 {
		return true
	}
	first := arguments[0]
	switch {
	case assignment.MatchString(first.text):
		return false
	case c.substituted(call, first.node):
		return true
	}
	if match := beginsVariable.FindStringSubmatch(first.text); match != nil {
		c.runsVariable(call, match[1])
	}
	return false
}

// beginsVariable is a text that begins with a variable as a word of its own.
var beginsVariable = lazyregexp.New(`^\$\{(\w+)\}(?:\s|$)`)

// substituted notes the code in a word that is nothing else than the output of a command.
// It reports whether the word is one.
func (c *commands) substituted(node syntax.Node, word *syntax.Word) bool {
	if word == nil {
		return false
	}
	parts := unquoted(word.Parts)
	if len(parts) != 1 {
		return false
	}
	switch part := parts[0].(type) {
	case *syntax.CmdSubst:
		if onlyText(part) != nil || makeVariable(part) != "" {
			return false
		}
		c.output(node, part.Stmts)
	case *syntax.ProcSubst:
		c.output(node, part.Stmts)
	default:
		return false
	}
	return true
}

// output notes code that statements print.
func (c *commands) output(node syntax.Node, stmts []*syntax.Stmt) {
	names := c.names(stmts)
	if i := slices.IndexFunc(names, func(name string) bool { return slices.Contains(downloads, name) }); i >= 0 {
		c.ran(node, reading.Run{What: "code that " + names[i] + " downloads"})
		return
	}
	if len(names) == 0 || slices.Contains(environments, names[0]) {
		return
	}
	if c.functions[names[0]] == nil && printableName.MatchString(names[0]) {
		c.ran(node, reading.Run{What: "code that " + names[0] + " prints"})
	}
}

// printableName is the name of a command that may be printed.
var printableName = lazyregexp.New(`^[A-Za-z][\w.+-]{0,40}$`)

// names are those of the commands in statements, in their order.
func (c *commands) names(stmts []*syntax.Stmt) []string {
	var names []string
	for _, stmt := range stmts {
		syntax.Walk(stmt, func(n syntax.Node) bool {
			if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 && len(names) < maxArguments {
				words := c.allWords(c.piece, call.Args[:min(len(call.Args), maxArguments)])
				for i, direct := range delegate.Positions(words) {
					if direct && !delegate.IsWrapper(words[i]) && !delegate.Option.MatchString(words[i]) {
						names = append(names, delegate.Name(words[i]))
					}
				}
			}
			return true
		})
	}
	return names
}

// piped notes code that one command prints for a shell that reads it.
func (c *commands) piped(b *syntax.BinaryCmd) {
	call, ok := b.Y.Cmd.(*syntax.CallExpr)
	if !ok || !c.running || !c.readsInput(call) {
		return
	}
	left := b.X
	for inner, isPipe := left.Cmd.(*syntax.BinaryCmd); isPipe && (inner.Op == syntax.Pipe || inner.Op == syntax.PipeAll); inner, isPipe = left.Cmd.(*syntax.BinaryCmd) {
		left = inner.X
	}
	names := c.names([]*syntax.Stmt{b.X})
	if source, ok := left.Cmd.(*syntax.CallExpr); ok && len(names) > 0 && names[0] == "cat" && len(source.Args) == 2 {
		c.scriptFile(call, c.word(c.piece, source.Args[1]))
		return
	}
	if len(names) > 0 && (names[0] == "echo" || names[0] == "printf") {
		c.printed(call, left)
		return
	}
	c.output(call, []*syntax.Stmt{b.X})
}

// printed notes a variable that is printed for a shell. Other text is read.
func (c *commands) printed(call *syntax.CallExpr, left *syntax.Stmt) {
	if source, ok := left.Cmd.(*syntax.CallExpr); ok {
		last := c.word(c.piece, source.Args[len(source.Args)-1])
		if match := beginsVariable.FindStringSubmatch(last); match != nil {
			c.runsVariable(call, match[1])
		}
	}
}

// readsInput reports whether a command is a shell that gets no script but its input.
func (c *commands) readsInput(call *syntax.CallExpr) bool {
	words := c.allWords(c.piece, call.Args[:min(len(call.Args), maxArguments)])
	for i, direct := range delegate.Positions(words) {
		if !direct || !slices.Contains(shells, delegate.Name(words[i])) {
			continue
		}
		for _, word := range words[i+1:] {
			switch {
			case isCluster(word, "s"):
				return true
			case isCluster(word, "c"), !strings.HasPrefix(word, "-") && word != "pipefail":
				return false
			}
		}
		return true
	}
	return false
}

// inContainer reports whether words run a command in a container.
func inContainer(words []string) bool {
	return len(words) > 1 && slices.Contains([]string{"docker", "podman", "nerdctl", "docker-compose", "kubectl", "buildah"}, delegate.Name(words[0])) &&
		slices.ContainsFunc(words, func(word string) bool { return word == "run" || word == "exec" })
}

// runsContainer reports whether a command runs another one in a container, which is in
// its words.
func runsContainer(name string, words []string) bool {
	return inContainer(slices.Concat([]string{name}, words))
}

// collectAlias notes the aliases of a command.
func (r *reader) collectAlias(words []string) {
	for _, word := range words {
		name, text, ok := strings.Cut(word, "=")
		old, known := r.aliases[name]
		switch {
		case !ok || len(r.aliases) > maxValues:
		case known && old != text:
			r.aliases[name] = ""
		default:
			r.aliases[name] = text
		}
	}
}

// server is the host that a command of gh calls, by an option or by GH_HOST: "" where
// that is github.com.
func (c *commands) server(call *syntax.CallExpr) string {
	host := ""
	if c.values.names["GH_HOST"] != nil {
		host = c.values.value("GH_HOST")
	}
	for _, a := range call.Assigns {
		if a.Name != nil && a.Name.Value == "GH_HOST" && a.Value != nil {
			host = c.word(c.piece, a.Value)
		}
	}
	words := c.allWords(c.piece, call.Args[:min(len(call.Args), maxArguments)])
	for i, word := range words {
		if value, ok := strings.CutPrefix(word, "--hostname="); ok {
			host = value
		} else if word == "--hostname" && i+1 < len(words) {
			host = words[i+1]
		}
	}
	if host = address.Expand(host); !hostName.MatchString(host) || host == "github.com" {
		return ""
	}
	return host
}

// hostName is the name of a host, or a variable that holds one.
var hostName = lazyregexp.New(`^(?:[\w.-]+\.[\w.-]+|\{\w+\})$`)
