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

// values are what a text gives to variables.
type values struct {
	names   map[string]*given
	whole   bool // all of the text was looked through
	remotes client.Remotes
}

// given is the value of a variable.
type given struct {
	text    string   // with the variables in it as ${NAME}
	list    []string // of an array; nil: it is none
	several bool     // it has several values, or one that nothing tells
	command string   // of those that are read, the one that a value begins with
	known   bool     // found is what the text comes to, with other values in it
	found   string
	used    bool // in a command that was read
	other   bool // it has another value than true or false
}

// heldCommand is a command that is the value of a variable.
type heldCommand struct {
	of   *given
	line source.Line
}

// Limits of what is kept: no script needs as much, and values that are made of
// values grow fast.
const (
	maxValues = 10_000
	maxValue  = 4 << 10
	// maxArguments is how many words of a command, and elements of an array, are kept.
	maxArguments = 60
)

// switches are the values of a variable that scripts run to ask for a setting: if $DEBUG; then.
var switches = []string{"true", "false", ":"}

// isSwitch reports whether a text gives a variable true and false only, so that running it
// calls nothing.
func (v *values) isSwitch(name string) bool {
	g := v.names[name]
	return v.whole && g != nil && !g.other
}

// give notes that a variable is given a value.
func (v *values) give(name, text string, list []string) {
	old := v.names[name]
	defer func() {
		if g := v.names[name]; g != nil && (list != nil || !slices.Contains(switches, text)) {
			g.other = true
		}
	}()
	switch {
	case old == nil && len(v.names) < maxValues:
		v.names[name] = &given{text: text, list: list, several: len(text) > maxValue, command: commandOf(text)}
	case old != nil && (old.text != text || !slices.Equal(old.list, list)):
		old.several = true
		if old.command == "" {
			old.command = commandOf(text)
		}
	}
}

// extend adds elements to an array, as scripts do it with options step by step.
func (v *values) extend(name string, list []string) {
	g := v.names[name]
	if g == nil || g.list == nil || g.several || len(g.list) > maxArguments {
		v.lose(name)
		return
	}
	g.list = append(g.list, list...)
}

// lose notes that the value of a variable is not in the text.
func (v *values) lose(name string) {
	v.give(name, "", nil)
	if v.names[name] != nil {
		v.names[name].several = true
	}
}

// commandOf is the command, of those that are read, that a value begins with.
func commandOf(value string) string {
	for word := range strings.FieldsSeq(value) {
		if name := delegate.Name(word); slices.Contains(known, name) {
			return name
		}
		if !delegate.IsWrapper(word) {
			return ""
		}
	}
	return ""
}

// reference is a variable in a value.
var reference = lazyregexp.New(`\$\{(\w+)\}`)

// value gives the value of a variable, or ${NAME} if it is not in the text.
func (v *values) value(name string) string {
	g, open := v.names[name], "${"+name+"}"
	if !v.whole || g == nil || g.several || g.list != nil {
		return open
	}
	if !g.known {
		g.known, g.found = true, open // where it is made of itself
		if text := v.expand(g.text); text != "" && tells(text) {
			g.found = text
		}
	}
	g.used = true
	return g.found
}

// expand puts values into a value, as long as it does not become too long.
func (v *values) expand(text string) string {
	return reference.ReplaceAllStringFunc(text, func(found string) string {
		if value := v.value(found[2 : len(found)-1]); len(value) <= maxValue/4 {
			return value
		}
		return found
	})
}

// tells reports whether a value says more than that of a variable: all of it is
// there, or it begins with what is.
func tells(text string) bool {
	open := strings.Contains(text, "$") || strings.Contains(text, outputValue) || strings.Contains(text, numberValue)
	begins := !strings.HasPrefix(text, "$") && !strings.HasPrefix(text, outputValue) && !strings.HasPrefix(text, numberValue)
	return !open || begins || address.Variable.MatchString(text) || strings.HasPrefix(text, "${") && strings.Contains(text, "}/")
}

// list gives the elements of an array.
func (v *values) list(name string) (elements []string, known bool) {
	g := v.names[name]
	if !v.whole || g == nil || g.several || g.list == nil {
		return nil, false
	}
	for _, element := range g.list {
		elements = append(elements, v.expand(element))
	}
	return elements, true
}

// envExpression is a variable of a workflow.
var envExpression = lazyregexp.New(`^\$\{\{\s*env\.(\w+)\s*\}\}$`)

// expression gives the value of a variable that a workflow puts into a script.
func (v *values) expression(text string) string {
	match := envExpression.FindStringSubmatch(text)
	if match == nil {
		return text
	}
	if value := v.value(match[1]); value != "${"+match[1]+"}" {
		return value
	}
	return text
}

// collect notes the variables that statements give values to.
func (r *reader) collect(p *piece, node syntax.Node) {
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			r.collectAssign(p, n)
		case *syntax.FuncDecl:
			r.collectFunction(p, n)
		case *syntax.WordIter:
			r.values.lose(n.Name.Value)
		case *syntax.Stmt:
			r.collectText(p, n)
		case *syntax.CallExpr:
			r.collectCall(p, n)
		case *syntax.ParamExp:
			if n.Param != nil && n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				r.values.lose(n.Param.Value)
			}
		case *syntax.BinaryArithm:
			if word, ok := n.X.(*syntax.Word); ok && word.Lit() != "" {
				r.values.lose(word.Lit())
			}
		case *syntax.UnaryArithm:
			if word, ok := n.X.(*syntax.Word); ok && word.Lit() != "" {
				r.values.lose(word.Lit())
			}
		}
		return true
	})
}

func (r *reader) collectAssign(p *piece, a *syntax.Assign) {
	if a.Name != nil && a.Value != nil && (a.Name.Value == "GOPRIVATE" || a.Name.Value == "GONOPROXY") {
		r.values.remotes.Private = true
	}
	switch {
	case a.Name == nil || a.Naked:
	case a.Append && a.Array != nil:
		r.values.extend(a.Name.Value, r.elements(p, a))
	case a.Append || a.Index != nil:
		r.values.lose(a.Name.Value)
	case a.Array != nil:
		r.values.give(a.Name.Value, "", r.elements(p, a))
	default:
		r.values.give(a.Name.Value, r.word(p, a.Value), nil)
	}
}

// elements are those that an array is given.
func (r *reader) elements(p *piece, a *syntax.Assign) []string {
	list := []string{}
	for _, element := range a.Array.Elems {
		list = append(list, r.words(p, element.Value)...)
	}
	return list
}

// assigned is what a text that a shell runs later assigns.
var assigned = lazyregexp.New(`\b([A-Za-z_]\w*)\+?=`)

// collectText notes a variable that is given a text: read -r -d ” NAME <<EOF.
func (r *reader) collectText(p *piece, s *syntax.Stmt) {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) < 3 || call.Args[0].Lit() != "read" || len(s.Redirs) != 1 || s.Redirs[0].Hdoc == nil {
		return
	}
	name := call.Args[len(call.Args)-1].Lit()
	delimited := slices.ContainsFunc(call.Args[1:], func(w *syntax.Word) bool { return strings.HasPrefix(w.Lit(), "-") && strings.HasSuffix(w.Lit(), "d") })
	if delimited && syntax.ValidName(name) {
		r.values.give(name, r.text(p, s.Redirs[0]), nil)
		r.texts[call] = true
	}
}

// collectCall notes the variables that commands give values to.
func (r *reader) collectCall(p *piece, c *syntax.CallExpr) {
	if len(c.Args) == 0 {
		return
	}
	for _, arg := range c.Args[:min(len(c.Args), maxArguments)] {
		if name := arg.Lit(); name != "" && len(r.called) < maxValues {
			r.called[name] = true // a function may run another
		}
	}
	if r.texts[c] {
		return
	}
	switch c.Args[0].Lit() {
	case "alias":
		r.collectAlias(r.allWords(p, c.Args[1:]))
	case "git":
		r.values.remotes.Note(r.allWords(p, c.Args[1:]))
	case "read", "mapfile", "readarray", "unset", "getopts", "printf":
		for _, arg := range c.Args[1:] {
			if name := arg.Lit(); syntax.ValidName(name) {
				r.values.lose(name)
			}
		}
	case "eval":
		for _, match := range assigned.FindAllStringSubmatch(p.source(c), -1) {
			r.values.lose(match[1])
		}
	}
}

// setting is a variable with its value as Makefiles, Dockerfiles and workflows
// have it.
var setting = lazyregexp.New(`^\s*(?:ENV\s+([A-Za-z_]\w*)[=\s]|([A-Za-z_]\w*)\s*(?:::?|\?)=|([A-Za-z_]\w*)\s+=\s|(?:-\s+)?([A-Z][A-Z0-9_]*):\s)\s*(\S.*?)\s*$`)

// collectLine notes such a variable.
func (r *reader) collectLine(text string) {
	if len(text) > maxValue {
		return
	}
	match := setting.FindStringSubmatch(text)
	if match == nil {
		return
	}
	value := match[5]
	if len(value) > 1 && (value[0] == '"' || value[0] == '\'') && value[len(value)-1] == value[0] {
		value = value[1 : len(value)-1]
	}
	value = makeReference.ReplaceAllString(value, "${$1}")
	r.values.give(match[1]+match[2]+match[3]+match[4], value, nil)
}

// makeReference is a variable in a value of a Makefile.
var makeReference = lazyregexp.New(`\$\((\w+)\)`)
