package language

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// facts are what is known about a part from its text alone, each read when it is first
// asked for. Their places are from the beginning of the part, with bytes from 0.
type facts struct {
	names   *partNames                // what it declares and uses
	links   []Link                    // what it mentions, but for modules; nil: not read
	index   *index                    // nil: not made yet
	tokens  []token                   // nil: not read yet
	symbols []protocol.DocumentSymbol // nil: not read yet
}

// parsed is what can be read of a part; its body can be nil. It is not kept: syntax trees take
// a hundred times the memory of the text.
func parsed(name string, p *outline.Part) *hcl.File {
	f := &hcl.File{Bytes: p.Text()}
	if !syntax.CheckComplexity(p.Text(), name).HasErrors() {
		f.Body, _ = syntax.Parse(p.Text(), name)
	}
	return f
}

// entry is where the facts of a part are kept.
func (m *Module) entry(p *outline.Part) *facts {
	if f, ok := m.facts[p]; ok {
		return f
	}
	f := &facts{}
	m.facts[p] = f
	m.forget()
	return f
}

// forget drops what is known about parts that are no longer in a document, when it is as
// much as the rest.
func (m *Module) forget() {
	parts := 0
	for _, d := range m.documents {
		parts += len(d.Parts())
	}
	if len(m.facts) <= 2*parts+100 {
		return
	}
	kept := map[*outline.Part]*facts{}
	for _, d := range m.documents {
		for _, p := range d.Parts() {
			if f, ok := m.facts[p]; ok {
				kept[p] = f
			}
		}
	}
	m.facts = kept
}
