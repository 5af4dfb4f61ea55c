package lsp

import (
	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/handler"
)

// handlers are the methods that the server knows.
func (s *Server) handlers() map[string]jrpc2.Handler {
	return map[string]jrpc2.Handler{
		"initialize":      handler.New(s.initialize),
		"initialized":     handler.New(s.initialized),
		"shutdown":        handler.New(s.shutdown),
		"exit":            handler.New(s.exit),
		"$/cancelRequest": handler.New(s.cancel),

		"textDocument/didOpen":            handler.New(s.didOpen),
		"textDocument/didChange":          handler.New(s.didChange),
		"textDocument/didClose":           handler.New(s.didClose),
		"textDocument/didSave":            handler.New(s.refresh),
		"workspace/didChangeWatchedFiles": handler.New(s.refresh),

		"textDocument/completion":          locked(s, func(p completionParams) positionParams { return p.positionParams }, completion),
		"textDocument/hover":               locked(s, itself, hover),
		"textDocument/signatureHelp":       locked(s, itself, signature),
		"textDocument/definition":          locked(s, itself, definition),
		"textDocument/references":          locked(s, func(p referenceParams) positionParams { return p.positionParams }, references),
		"textDocument/prepareRename":       locked(s, itself, prepareRename),
		"textDocument/rename":              s.analyzed(s.reread(locked(s, func(p renameParams) positionParams { return p.positionParams }, rename))),
		"textDocument/documentSymbol":      locked(s, ofDocument, symbols),
		"textDocument/semanticTokens/full": locked(s, ofDocument, tokens),
		"textDocument/documentLink":        locked(s, ofDocument, links),
		"textDocument/formatting":          locked(s, ofDocument, formatting),
		"workspace/symbol":                 handler.New(s.workspaceSymbols),

		"textDocument/codeLens":    handler.New(s.codeLens),
		"textDocument/inlayHint":   handler.New(s.inlayHint),
		"textDocument/codeAction":  handler.New(s.codeAction),
		"workspace/executeCommand": handler.New(s.executeCommand),
	}
}
