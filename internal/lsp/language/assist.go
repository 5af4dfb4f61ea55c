package language

import (
	"context"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/assist"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Complete are the items for a byte of a document.
func (m *Module) Complete(ctx context.Context, name string, offset int) protocol.CompletionList {
	return m.CompleteTyped(ctx, name, offset, "")
}

// CompleteTyped are the items that an editor shows by itself because the user has typed a character
// before a byte of a document. They are fewer than those that Complete returns.
func (m *Module) CompleteTyped(ctx context.Context, name string, offset int, typed string) protocol.CompletionList {
	q, ok := m.question(name, offset)
	if !ok {
		return protocol.CompletionList{Items: []protocol.CompletionItem{}}
	}
	q.Typed = typed
	return assist.Complete(ctx, q)
}

// Hover is what is known about the thing at a byte of a document, or nil.
func (m *Module) Hover(ctx context.Context, name string, offset int) *protocol.Hover {
	q, ok := m.question(name, offset)
	if !ok {
		return nil
	}
	return assist.Hover(ctx, q)
}

// Signature are the parameters of the function whose arguments are at a byte, or nil.
func (m *Module) Signature(name string, offset int) *protocol.SignatureHelp {
	q, ok := m.question(name, offset)
	if !ok {
		return nil
	}
	return assist.Signature(q)
}

func (m *Module) question(name string, offset int) (assist.Question, bool) {
	d := m.documents[name]
	if d == nil {
		return assist.Question{}, false
	}
	return assist.Question{
		Document: d, Name: name, Offset: offset, Module: names{m.configuration(name)}, Catalog: m.catalog,
		ForEach: func() hcl.Expression {
			if filename.IsJSON(name) {
				return nil
			}
			return forEachOf(parsed(name, d.Parts()[d.At(offset)]))
		},
	}, true
}

// names is a module as package assist asks for it.
type names struct{ *Module }

// Listed returns the declarations with a root.
func (n names) Listed(root string) []assist.Known { return n.listed(root) }

// Used returns the strings that an argument has.
func (n names) Used(argument string) []string { return n.used(argument) }

// Called returns the module that a source leads to.
func (n names) Called(source string) assist.Module {
	dir := directory(n.Dir, source)
	if dir == "" || n.other == nil {
		return nil
	}
	if other := n.other(dir); other != nil {
		return names{other}
	}
	return nil
}

// Heads are the types of the blocks at the top of a document, for outline.New. They are nil
// for JSON.
func Heads(name string) []string {
	if filename.IsJSON(name) {
		return nil
	}
	heads := []string{}
	if filename.IsValues(name) {
		return heads
	}
	for _, b := range rootOf(name).Blocks {
		heads = append(heads, b.Type)
	}
	return heads
}

// values is a document with values for variables.
var values = &schema.Block{Open: true}

// rootOf is the block of a whole document.
func rootOf(name string) *schema.Block {
	switch {
	case filename.IsTest(name):
		return schema.TestFile
	case filename.IsValues(name):
		return values
	}
	return schema.File
}
