package lsp

import (
	"context"
	"encoding/json"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// openDoc is a document that the client has open.
type openDoc struct {
	uri     string
	version int
	tree    *tree
	path    string // in the tree, slash-separated
	text    *outline.Document
}

type documentID struct {
	URI     string `json:"uri"`
	Version int    `json:"version"`
}

func (s *Server) didOpen(ctx context.Context, p struct {
	TextDocument struct {
		documentID
		Text string `json:"text"`
	} `json:"textDocument"`
}) (any, error) {
	name, ok := pathOf(p.TextDocument.URI)
	if !ok || !filename.IsDocument(filepath.Base(name)) {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, dir, err := s.treeOf(filepath.Dir(name))
	if err != nil {
		s.warn(ctx, "patctl cannot answer for %s: %s", filepath.Base(name), err)
		return nil, nil
	}
	base := filepath.Base(name)
	d := &openDoc{
		uri: p.TextDocument.URI, version: p.TextDocument.Version, tree: t, path: path.Join(dir, base),
		text: outline.New([]byte(p.TextDocument.Text), language.Heads(base)),
	}
	s.opened[d.uri] = d
	t.set(d)
	s.schedule(t)
	return nil, nil
}

func (s *Server) didChange(ctx context.Context, p struct {
	TextDocument   documentID `json:"textDocument"`
	ContentChanges []struct {
		Range *protocol.Range `json:"range"`
		Text  string          `json:"text"`
	} `json:"contentChanges"`
}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.opened[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	for _, change := range p.ContentChanges {
		if change.Range == nil {
			d.text = outline.New([]byte(change.Text), language.Heads(path.Base(d.path)))
			continue
		}
		d.text = d.text.Replace(d.text.Offset(change.Range.Start), d.text.Offset(change.Range.End), change.Text)
	}
	d.version = p.TextDocument.Version
	d.tree.set(d)
	s.schedule(d.tree)
	return nil, nil
}

func (s *Server) didClose(_ context.Context, p struct {
	TextDocument documentID `json:"textDocument"`
}) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.opened[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	delete(s.opened, d.uri)
	if others := s.openAs(d.tree, d.path); len(others) == 0 {
		d.tree.remove(d)
	} else if d.tree.open[d.path] == d {
		d.tree.set(others[0])
	}
	s.schedule(d.tree)
	return nil, nil
}

// openAs are the documents that the client has open for a file, by their URIs: a file can have
// several. The caller holds the lock.
func (s *Server) openAs(t *tree, name string) []*openDoc {
	var docs []*openDoc
	for _, d := range s.opened {
		if d.tree == t && d.path == name {
			docs = append(docs, d)
		}
	}
	slices.SortFunc(docs, func(a, b *openDoc) int { return strings.Compare(a.uri, b.uri) })
	return docs
}

// refresh reads files again that are not open: others may have changed them.
func (s *Server) refresh(context.Context, json.RawMessage) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.trees {
		for _, m := range t.modules {
			t.fill(m)
		}
		t.changed = true
		s.schedule(t)
	}
	return nil, nil
}
