package lsp

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"time"

	"github.com/creachadair/jrpc2"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// schedule lets a tree be analyzed. The caller holds the lock.
func (s *Server) schedule(t *tree) {
	if t.analyzed == t.generation && t.generation > 0 {
		t.done = make(chan struct{})
	}
	t.generation++
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// The pauses of a user who types.
const (
	short        = 100 * time.Millisecond // a run that takes less begins at once
	longestPause = 300 * time.Millisecond // before a run that takes long
	idle         = 600 * time.Millisecond // before what was read in part is read whole
)

// analyzeUntil analyzes trees that have changed, until the context ends. What can be read
// quickly is told at once, and read whole when the user pauses.
func (s *Server) analyzeUntil(ctx context.Context) {
	quiet := time.NewTimer(idle)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
			for t := s.stale(); t != nil && s.analyze(ctx, t, quickly); t = s.stale() {
				continue
			}
			if s.stale() != nil && !s.pause(ctx) {
				return
			}
		case <-quiet.C:
			s.readWhole()
		}
		for t := s.stale(); t != nil && ctx.Err() == nil; t = s.stale() {
			s.analyze(ctx, t, wholly)
		}
		quiet.Reset(idle)
	}
}

// pause waits for further edits, as long as the last run took: a small configuration is
// analyzed at once, and a large one when the user stops typing. It is false when the context
// ends.
func (s *Server) pause(ctx context.Context) bool {
	s.mu.Lock()
	wait := min(s.took, longestPause)
	if s.took < short {
		wait = 0
	}
	s.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-s.wake:
			timer.Reset(wait)
		case <-timer.C:
			return true
		}
	}
}

// stale is a tree whose results are not of its newest text, or nil.
func (s *Server) stale() *tree {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, top := range slices.Sorted(maps.Keys(s.trees)) {
		if t := s.trees[top]; t.analyzed != t.generation {
			return t
		}
	}
	return nil
}

// readWhole lets the trees be read once more that were read in part.
func (s *Server) readWhole() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.trees {
		if t.inPart && t.analyzed == t.generation {
			t.due = true
			s.schedule(t)
		}
	}
}

// thoroughness says how a tree is read.
type thoroughness int

const (
	wholly  thoroughness = iota
	quickly              // only what an edit can have changed, if that is known
)

// analyze makes the results of a tree, and tells the client what is wrong. Results of a text
// that has changed meanwhile are dropped. It reports whether the tree could be read like this.
func (s *Server) analyze(ctx context.Context, t *tree, how thoroughness) bool {
	s.mu.Lock()
	generation, fsys, names := t.generation, t.files(), slices.Sorted(maps.Keys(t.open))
	if how == quickly && (t.changed || t.due) {
		s.mu.Unlock()
		return false
	}
	if t.changed {
		t.workspace, t.changed = nil, false
	}
	s.mu.Unlock()
	begin := s.opts.Now()
	made, ok := s.run(ctx, t, fsys, names, how)
	s.mu.Lock()
	defer s.mu.Unlock()
	if how == wholly {
		s.took = s.opts.Now().Sub(begin)
	}
	if !ok || ctx.Err() != nil || t.generation != generation {
		return ok
	}
	t.results, t.analyzed, t.inPart, t.due = made, generation, how == quickly, false
	close(t.done)
	s.publish(ctx, t)
	return true
}

// run is analyzer.run. A mistake of ours is an error in every open document: without one, the
// client would show that nothing is wrong.
func (s *Server) run(ctx context.Context, t *tree, fsys fs.FS, names []string, how thoroughness) (made results, ok bool) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		s.opts.Log.Debug("panic", "analysis", p)
		made, ok = results{files: map[string][]protocol.Diagnostic{}}, true
		for _, name := range names {
			made.files[name] = []protocol.Diagnostic{{
				Severity: protocol.SeverityError, Source: "patctl",
				Message: "patctl has a bug\n\nThe configuration could not be checked. Run `patctl validate`, and report what it prints.",
			}}
		}
	}()
	return t.run(ctx, fsys, names, how)
}

// publish sends the diagnostics of a tree, and takes back those of files that have none any more.
func (s *Server) publish(ctx context.Context, t *tree) {
	before := t.published
	t.published = map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(t.results.files)) {
		if diagnostics := t.results.files[name]; len(diagnostics) > 0 {
			s.publishFile(ctx, t, name, diagnostics)
		}
	}
	for _, uri := range slices.Sorted(maps.Keys(before)) {
		if !t.published[uri] {
			s.publishTo(ctx, t, uri, []protocol.Diagnostic{})
		}
	}
	for _, uri := range slices.Sorted(maps.Keys(s.opened)) {
		if s.opened[uri].tree == t && !t.published[uri] && !before[uri] { // the client then knows that it was read
			s.publishTo(ctx, t, uri, []protocol.Diagnostic{})
		}
	}
}

const publishDiagnostics = "textDocument/publishDiagnostics"

// publishFile tells what is wrong with a file, under all URIs that it is open as.
func (s *Server) publishFile(ctx context.Context, t *tree, name string, diagnostics []protocol.Diagnostic) {
	docs := s.openAs(t, name)
	if len(docs) == 0 {
		t.published[t.uri(name)] = true
		s.publishTo(ctx, t, t.uri(name), diagnostics)
	}
	for _, d := range docs {
		t.published[d.uri] = true
		s.publishTo(ctx, t, d.uri, diagnostics)
	}
}

func (s *Server) publishTo(ctx context.Context, t *tree, uri string, diagnostics []protocol.Diagnostic) {
	out := protocol.PublishDiagnostics{URI: uri, Diagnostics: diagnostics}
	if d := s.opened[uri]; d != nil && d.tree == t {
		out.Version = &d.version
	}
	s.tell(ctx, publishDiagnostics, out)
}

// fresh waits for results of the newest text of a document, and returns them with the text.
// The document is nil if there is none, or the context ends.
func (s *Server) fresh(ctx context.Context, uri string) (results, *openDoc) {
	for {
		s.mu.Lock()
		d := s.opened[uri]
		if d == nil {
			s.mu.Unlock()
			return results{}, nil
		}
		if d.tree.analyzed == d.tree.generation {
			defer s.mu.Unlock()
			now := *d
			return d.tree.results, &now
		}
		done := d.tree.done
		s.mu.Unlock()
		select {
		case <-done:
		case <-ctx.Done():
			return results{}, nil
		}
	}
}

// analyzed lets a request about a document wait for an analysis, which finds all modules.
func (s *Server) analyzed(next jrpc2.Handler) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (any, error) {
		var p documentParams
		if err := r.UnmarshalParams(&p); err == nil {
			s.fresh(ctx, p.TextDocument.URI)
		}
		return next(ctx, r)
	}
}
