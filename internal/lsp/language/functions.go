package language

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

//go:embed functions.txt
var functionsText string

// function is a function of expressions as editors show it.
type function struct {
	name       string
	signature  string // name(a, b...) type
	parameters []string
	doc        string
}

// variadic reports whether the last parameter takes any number of values.
func (f function) variadic() bool {
	n := len(f.parameters)
	return n > 0 && strings.HasSuffix(f.parameters[n-1], "...")
}

// functionTable are the functions by their names, and the names in order.
var functionTable = sync.OnceValues(func() (map[string]function, []string) {
	table := map[string]function{}
	var names []string
	for line := range strings.Lines(functionsText) {
		signature, doc, _ := strings.Cut(strings.TrimSpace(line), "\t")
		name, rest, _ := strings.Cut(signature, "(")
		parameters, _, _ := strings.Cut(rest, ")")
		table[name] = function{name: name, signature: signature, parameters: strings.Split(parameters, ", "), doc: doc}
		names = append(names, name)
	}
	return table, names
})

// Signature are the parameters of the function whose arguments are at a byte, or nil.
func (m *Module) Signature(name string, offset int) *protocol.SignatureHelp {
	c := m.cursorAt(name, offset)
	if c == nil || c.comment {
		return nil
	}
	table, _ := functionTable()
	for i := len(c.frames) - 1; i >= 0; i-- {
		frame := c.frames[i]
		f, ok := table[frame.call]
		if frame.opener != inCall || !ok {
			continue
		}
		active := frame.argument
		if f.variadic() {
			active = min(active, len(f.parameters)-1)
		}
		help := &protocol.SignatureHelp{ActiveParameter: active}
		signature := protocol.Signature{Label: f.signature, Documentation: markdown(shown(f.doc)), Parameters: []protocol.Parameter{}}
		for _, p := range f.parameters {
			signature.Parameters = append(signature.Parameters, protocol.Parameter{Label: p})
		}
		help.Signatures = []protocol.Signature{signature}
		return help
	}
	return nil
}
