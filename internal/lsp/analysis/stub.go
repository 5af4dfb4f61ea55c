package analysis

import (
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

func (r *Result) Lenses(string, *outline.Document) []protocol.CodeLens { return []protocol.CodeLens{} }
func (r *Result) Hints(string, *outline.Document, int, int) []protocol.InlayHint {
	return []protocol.InlayHint{}
}
func (r *Result) Fixes(string, *outline.Document, protocol.Range) []Fix { return nil }

type Fix struct {
	Title       string
	Diagnostics []protocol.Diagnostic
	Preferred   bool
	Edits       []protocol.TextEdit
}
