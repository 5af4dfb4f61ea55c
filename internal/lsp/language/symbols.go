package language

import (
	"slices"

	"github.com/hashicorp/hcl-lang/decoder"
	"github.com/hashicorp/hcl-lang/lang"

	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Symbols are the blocks of a document with what is in them.
func (m *Module) Symbols(name string) []protocol.DocumentSymbol {
	out := []protocol.DocumentSymbol{}
	d := m.documents[name]
	if d == nil {
		return out
	}
	if filename.IsJSON(name) {
		return m.jsonSymbols(name, d)
	}
	for i, p := range d.Parts() {
		out = append(out, moved(m.symbolsOf(name, p), d.Start(i).Line)...)
	}
	if len(out) > manyBlocks {
		for i := range out {
			out[i].Children = nil
		}
	}
	return out
}

// manyBlocks is how many blocks a document has at most whose symbols have those in them. The
// answer for more would take seconds to write and read, and nobody could find anything in it.
const manyBlocks = 2000

// symbolsOf are the symbols of a part, read once, with lines from its begin.
func (m *Module) symbolsOf(name string, p *outline.Part) []protocol.DocumentSymbol {
	f := m.entry(p)
	if f.symbols != nil {
		return f.symbols
	}
	f.symbols = []protocol.DocumentSymbol{}
	if path := m.decoder(name, parsed(name, p)); path != nil {
		if found, err := path.SymbolsInFile(name); err == nil {
			s := symbols{lines: outline.NewLines(p.Text()), size: len(p.Text())}
			f.symbols = append(f.symbols, s.of(found, 0)...)
		}
	}
	return f.symbols
}

// moved are symbols that many lines below.
func moved(symbols []protocol.DocumentSymbol, lines int) []protocol.DocumentSymbol {
	if symbols == nil {
		return nil
	}
	out := slices.Clone(symbols)
	for i := range out {
		for _, place := range []*protocol.Position{&out[i].Range.Start, &out[i].Range.End, &out[i].SelectionRange.Start, &out[i].SelectionRange.End} {
			place.Line += lines
		}
		out[i].Children = moved(out[i].Children, lines)
	}
	return out
}

// jsonSymbols are the declarations in a document in JSON syntax.
func (m *Module) jsonSymbols(name string, d *outline.Document) []protocol.DocumentSymbol {
	out := []protocol.DocumentSymbol{}
	for _, p := range d.Parts() { // there is one
		for _, n := range m.namesOf(name, p).declarations {
			symbol := protocol.DocumentSymbol{
				Name: n.name, Detail: n.root, Kind: protocol.SymbolClass,
				Range: d.Range(n.block.Start, n.block.End), SelectionRange: d.Range(n.at.Start, n.at.End),
			}
			if symbol.Name == "" {
				symbol.Name = `""`
			}
			out = append(out, symbol)
		}
	}
	return out
}

type symbols struct {
	lines *outline.Lines
	size  int
}

// of converts symbols. Those of values deeper than a few levels are left out, and those that
// are too many for anyone to look for one.
func (s symbols) of(found []decoder.Symbol, depth int) []protocol.DocumentSymbol {
	const deep, most = 4, 5000
	if depth > deep {
		return nil
	}
	found = found[:min(len(found), most)]
	var out []protocol.DocumentSymbol
	for _, f := range found {
		r := f.Range()
		from, to := min(max(r.Start.Byte, 0), s.size), min(max(r.End.Byte, r.Start.Byte), s.size)
		symbol := protocol.DocumentSymbol{Name: f.Name(), Range: s.lines.Range(from, to), SelectionRange: s.lines.Range(from, from)}
		inner := f.NestedSymbols()
		switch f := f.(type) {
		case *decoder.BlockSymbol:
			symbol.Kind = protocol.SymbolClass
			symbol.SelectionRange = s.lines.Range(from, min(to, from+len(f.Type)))
			if len(f.Labels) > 0 {
				symbol.Name, symbol.Detail = f.Labels[0], f.Type
			} else {
				symbol.Name = f.Type
			}
		case *decoder.AttributeSymbol:
			symbol.Kind = protocol.SymbolProperty
			symbol.SelectionRange = s.lines.Range(from, min(to, from+len(f.AttrName)))
			if isList(f.ExprKind) {
				inner = nil
			}
		case *decoder.ExprSymbol:
			symbol.Kind = protocol.SymbolKey
			if isList(f.ExprKind) {
				inner = nil
			}
		}
		if symbol.Name == "" {
			symbol.Name = `""` // a client refuses an empty name
		}
		symbol.Children = s.of(inner, depth+1)
		out = append(out, symbol)
	}
	return out
}

func isList(kind lang.SymbolExprKind) bool {
	_, ok := kind.(lang.TupleConsExprKind)
	return ok
}
