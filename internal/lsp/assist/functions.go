package assist

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/filename"
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

// Functions are the names of the functions with what they do, in plain text.
func Functions() map[string]string {
	table, _ := functionTable()
	out := make(map[string]string, len(table))
	for name, f := range table {
		out[name] = f.doc
	}
	return out
}

// Signature are the parameters of the function whose arguments are at a place, or nil.
func Signature(q Question) *protocol.SignatureHelp {
	if filename.IsJSON(q.Name) {
		return nil
	}
	_, c := q.cursor()
	if c.Comment {
		return nil
	}
	table, _ := functionTable()
	for i := len(c.Frames) - 1; i >= 0; i-- {
		frame := c.Frames[i]
		f, ok := table[frame.Call]
		if frame.Opener != cursor.InCall || !ok {
			continue
		}
		active := frame.Argument
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
