package lsp

import (
	"context"

	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// codeLens shows the link of each template and what is powerful in it.
func (s *Server) codeLens(ctx context.Context, p documentParams) (any, error) {
	found, d := s.fresh(ctx, p.TextDocument.URI)
	r := found.of(d)
	if r == nil {
		return []protocol.CodeLens{}, nil
	}
	return r.Lenses(d.path, d.text), nil
}

type rangeParams struct {
	TextDocument documentID     `json:"textDocument"`
	Range        protocol.Range `json:"range"`
}

// inlayHint shows the least set behind permissions_for.
func (s *Server) inlayHint(ctx context.Context, p rangeParams) (any, error) {
	found, d := s.fresh(ctx, p.TextDocument.URI)
	r := found.of(d)
	if r == nil {
		return []protocol.InlayHint{}, nil
	}
	return r.Hints(d.path, d.text, d.text.Offset(p.Range.Start), d.text.Offset(p.Range.End)), nil
}

// codeAction offers what mends the diagnostics in a range.
func (s *Server) codeAction(ctx context.Context, p rangeParams) (any, error) {
	found, d := s.fresh(ctx, p.TextDocument.URI)
	out := []protocol.CodeAction{}
	if d == nil {
		return out, nil
	}
	for _, fix := range analysis.Fixes(d.text, found.files[d.path], p.Range) {
		out = append(out, action(d.uri, fix))
	}
	return out, nil
}

func action(uri string, fix analysis.Fix) protocol.CodeAction {
	return protocol.CodeAction{
		Title: fix.Title, Kind: "quickfix", Diagnostics: fix.Diagnostics, IsPreferred: fix.Preferred,
		Edit: &protocol.WorkspaceEdit{Changes: map[string][]protocol.TextEdit{uri: fix.Edits}},
	}
}
