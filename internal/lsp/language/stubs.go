package language

import (
	"context"
	"errors"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

var TokenTypes, TokenModifiers = []string{"type"}, []string{}

func (m *Module) Complete(context.Context, string, int) protocol.CompletionList {
	return protocol.CompletionList{Items: []protocol.CompletionItem{}}
}
func (m *Module) Hover(context.Context, string, int) *protocol.Hover { return nil }
func (m *Module) Signature(string, int) *protocol.SignatureHelp      { return nil }
func (m *Module) Symbols(string) []protocol.DocumentSymbol           { return nil }
func (m *Module) Tokens(context.Context, string) protocol.SemanticTokens {
	return protocol.SemanticTokens{}
}
func (m *Module) PrepareRename(string, int) (Place, string, error) {
	return Place{}, "", errors.New("x")
}

type Edit struct {
	Place
	Text string
}

func (m *Module) Rename(string, int, string) ([]Edit, error) { return nil, nil }

type Link struct {
	Start, End int
	Target     string
	File       bool
	Tooltip    string
}

func (m *Module) Links(string) []Link { return nil }

type Symbol struct {
	Place
	Name      string
	Kind      int
	Container string
}

func (m *Module) WorkspaceSymbols(string) []Symbol { return nil }
