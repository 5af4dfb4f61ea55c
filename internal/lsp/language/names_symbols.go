package language

import (
	"unicode"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Symbol is a name that a module declares. Its place is that of the whole block.
type Symbol struct {
	Place
	Name      string // as expressions write it: var.org
	Kind      int    // of the protocol
	Container string // the directory, or ""
}

// symbolKinds are the kinds of symbols by the roots of names.
var symbolKinds = map[string]int{
	"var": protocol.SymbolVariable, "local": protocol.SymbolConstant, "template": protocol.SymbolClass, "module": protocol.SymbolModule,
	"policy": protocol.SymbolFunction, "exception": protocol.SymbolObject, "organization": protocol.SymbolObject,
	"rule": protocol.SymbolProperty, "permission": protocol.SymbolKey,
}

// WorkspaceSymbols returns the names that have the characters of a query in their order, in
// any case.
func (m *Module) WorkspaceSymbols(query string) []Symbol {
	var out []Symbol
	in := m.Dir
	if in == "." {
		in = ""
	}
	m.eachDeclaration("", func(d declaration) {
		if name := d.root + "." + d.name; contains(name, query) {
			out = append(out, Symbol{d.block, name, symbolKinds[d.root], in})
		}
	})
	return out
}

func contains(name, query string) bool {
	for _, r := range name {
		first, size := utf8.DecodeRuneInString(query)
		if size > 0 && unicode.ToLower(r) == unicode.ToLower(first) {
			query = query[size:]
		}
	}
	return query == ""
}
