package lsp

import (
	"context"
	"path"
	"slices"

	"github.com/creachadair/jrpc2"

	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// positionParams are a place in a document.
type positionParams struct {
	TextDocument documentID        `json:"textDocument"`
	Position     protocol.Position `json:"position"`
}

type documentParams struct {
	TextDocument documentID `json:"textDocument"`
}

// asked is what a request is about.
type asked struct {
	*language.Module
	tree   *tree
	text   *outline.Document
	name   string // in the module
	offset int
}

// at finds what a request is about. ok is false if the client has no such document open. The
// caller holds the lock.
func (s *Server) at(p positionParams) (a asked, ok bool) {
	d := s.opened[p.TextDocument.URI]
	if d == nil {
		return asked{}, false
	}
	dir, name := d.tree.home(d.path)
	return asked{d.tree.module(dir), d.tree, d.text, name, d.text.Offset(p.Position)}, true
}

// locked wraps an answer about a place, which is null where there is no document.
func locked[P any](s *Server, place func(P) positionParams, answer func(context.Context, asked, P) (any, error)) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (any, error) {
		var p P
		if err := r.UnmarshalParams(&p); err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		a, ok := s.at(place(p))
		if !ok || ctx.Err() != nil {
			return nil, nil
		}
		return answer(ctx, a, p)
	}
}

func itself(p positionParams) positionParams { return p }

func ofDocument(p documentParams) positionParams {
	return positionParams{TextDocument: p.TextDocument}
}

// completionParams are a place, and the character after which a client asks by itself.
type completionParams struct {
	positionParams
	Context struct {
		TriggerCharacter string `json:"triggerCharacter"`
	} `json:"context"`
}

func completion(ctx context.Context, a asked, p completionParams) (any, error) {
	return a.CompleteTyped(ctx, a.name, a.offset, p.Context.TriggerCharacter), nil
}

func hover(ctx context.Context, a asked, _ positionParams) (any, error) {
	return a.Hover(ctx, a.name, a.offset), nil
}

func signature(_ context.Context, a asked, _ positionParams) (any, error) {
	return a.Signature(a.name, a.offset), nil
}

func symbols(_ context.Context, a asked, _ documentParams) (any, error) {
	return a.Symbols(a.name), nil
}

func tokens(ctx context.Context, a asked, _ documentParams) (any, error) {
	return a.Tokens(ctx, a.name), nil
}

func definition(_ context.Context, a asked, _ positionParams) (any, error) {
	return a.tree.locations(a.Definition(a.name, a.offset)), nil
}

type referenceParams struct {
	positionParams
	Context struct {
		IncludeDeclaration bool `json:"includeDeclaration"`
	} `json:"context"`
}

func references(_ context.Context, a asked, p referenceParams) (any, error) {
	return a.tree.locations(a.References(a.name, a.offset, p.Context.IncludeDeclaration)), nil
}

func prepareRename(_ context.Context, a asked, _ positionParams) (any, error) {
	place, name, err := a.PrepareRename(a.name, a.offset)
	if err != nil {
		return nil, jrpc2.Errorf(codeRequestFailed, "%s", err)
	}
	return object{"range": a.text.Range(place.Start, place.End), "placeholder": name}, nil
}

type renameParams struct {
	positionParams
	NewName string `json:"newName"`
}

// reread lets a request that changes files see them as they are: not every client tells of files
// that others have changed.
func (s *Server) reread(next jrpc2.Handler) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (any, error) {
		var p documentParams
		if err := r.UnmarshalParams(&p); err == nil {
			s.mu.Lock()
			if d := s.opened[p.TextDocument.URI]; d != nil {
				d.tree.modules = map[string]*language.Module{}
			}
			s.mu.Unlock()
		}
		return next(ctx, r)
	}
}

func rename(_ context.Context, a asked, p renameParams) (any, error) {
	edits, err := a.Rename(a.name, a.offset, p.NewName)
	if err != nil {
		return nil, jrpc2.Errorf(codeRequestFailed, "%s", err)
	}
	out := protocol.WorkspaceEdit{Changes: map[string][]protocol.TextEdit{}}
	for _, e := range edits {
		if loc, ok := a.tree.location(e.Place); ok {
			out.Changes[loc.URI] = append(out.Changes[loc.URI], protocol.TextEdit{Range: loc.Range, NewText: e.Text})
		}
	}
	return out, nil
}

func links(_ context.Context, a asked, _ documentParams) (any, error) {
	out := []protocol.DocumentLink{}
	for _, l := range a.Links(a.name) {
		target := l.Target
		if l.File {
			target = a.tree.uri(target)
		}
		out = append(out, protocol.DocumentLink{Range: a.text.Range(l.Start, l.End), Target: target, Tooltip: l.Tooltip})
	}
	return out, nil
}

func (t *tree) locations(places []language.Place) []protocol.Location {
	out := []protocol.Location{}
	for _, p := range places {
		if loc, ok := t.location(p); ok {
			out = append(out, loc)
		}
	}
	return out
}

func (t *tree) location(p language.Place) (protocol.Location, bool) {
	d := t.module(p.Dir).Document(p.Name)
	if d == nil {
		return protocol.Location{}, false
	}
	return protocol.Location{URI: t.uri(path.Join(p.Dir, p.Name)), Range: d.Range(p.Start, p.End)}, true
}

// formatting gives a document the layout of fmt. A document that cannot be parsed stays as it is.
func formatting(_ context.Context, a asked, _ documentParams) (any, error) {
	before := a.text.Bytes()
	after, diags := layout.Format(before, a.name)
	if diags.HasErrors() {
		return []protocol.TextEdit{}, nil
	}
	return edits(a.text, before, after), nil
}

// edits is one edit between two texts, without what they begin and end with in common.
func edits(d *outline.Document, before, after []byte) []protocol.TextEdit {
	start := 0
	for start < min(len(before), len(after)) && before[start] == after[start] {
		start++
	}
	start = lineStart(before, start)
	end := 0
	for end < min(len(before), len(after))-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	for end > 0 && end < len(before) && before[len(before)-end-1] != '\n' { // not within a line
		end--
	}
	if slices.Equal(before, after) {
		return []protocol.TextEdit{}
	}
	return []protocol.TextEdit{{Range: d.Range(start, len(before)-end), NewText: string(after[start : len(after)-end])}}
}

// lineStart is where the line with a byte begins.
func lineStart(text []byte, at int) int {
	for at > 0 && text[at-1] != '\n' {
		at--
	}
	return at
}

// workspaceSymbols searches the modules that are known.
func (s *Server) workspaceSymbols(_ context.Context, p struct {
	Query string `json:"query"`
}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []protocol.SymbolInformation{}
	for _, t := range s.trees {
		for _, m := range t.modules {
			for _, symbol := range m.WorkspaceSymbols(p.Query) {
				if loc, ok := t.location(symbol.Place); ok {
					out = append(out, protocol.SymbolInformation{Name: symbol.Name, Kind: symbol.Kind, Location: loc, ContainerName: symbol.Container})
				}
			}
		}
	}
	return out, nil
}
