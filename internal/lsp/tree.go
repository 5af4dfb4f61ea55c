package lsp

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	hcltree "github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/overlay"
)

// tree is a directory with all below it, such as a checkout, that configurations are in. Paths
// are slash-separated and from its top.
type tree struct {
	fsys    fs.FS
	prefix  string // the path of the top, as the client writes it
	open    map[string]*openDoc
	modules map[string]*language.Module // by directory

	analyzer
	changed    bool          // others may have changed files
	inPart     bool          // the results are of what an edit can have changed
	due        bool          // to be read whole, because of that
	generation int           // counts changes
	analyzed   int           // the generation that the results are of
	done       chan struct{} // closed when there are results of the newest generation
	results    results
	published  map[string]bool // the URIs that have diagnostics at the client
}

// treeOf returns the tree of a directory, and where it is in it.
func (s *Server) treeOf(dir string) (*tree, string, error) {
	top, below, err := s.locate(dir)
	if err != nil {
		return nil, "", err
	}
	if t, ok := s.trees[top]; ok {
		return t, below, nil
	}
	fsys, err := s.opts.Open(top)
	if err != nil {
		return nil, "", err
	}
	read := func(fsys fs.FS, in string) (*hcl.Configuration, diag.Diagnostics) { return s.opts.Read(fsys, top, in) }
	s.trees[top] = &tree{
		fsys: fsys, prefix: prefixOf(dir, top, below), open: map[string]*openDoc{}, modules: map[string]*language.Module{},
		analyzer: analyzer{Analysis: analysis.New(read), tests: s.opts.Tests(top), ignores: s.opts.Ignores(top)},
		done:     make(chan struct{}), published: map[string]bool{},
	}
	return s.trees[top], below, nil
}

// locate finds the top of the tree that a directory is in. Outside of a repository, it is the
// folder of the workspace, so that a module is seen with what uses it.
func (s *Server) locate(dir string) (top, below string, err error) {
	top, below, err = s.opts.Locate(dir)
	if err != nil || below != "." {
		return top, below, err
	}
	for _, folder := range s.folders {
		above, in, err := s.opts.Locate(folder)
		if err != nil {
			continue // such a folder has no files
		}
		folder = filepath.Join(above, filepath.FromSlash(in))
		if rel, err := filepath.Rel(folder, top); err == nil && filepath.IsLocal(rel) {
			return folder, filepath.ToSlash(rel), nil
		}
	}
	return top, below, nil
}

// prefixOf is the path of the top as the client writes it: it may use symbolic links.
func prefixOf(dir, top, below string) string {
	if below == "." {
		return dir
	}
	if prefix, ok := strings.CutSuffix(dir, string(filepath.Separator)+filepath.FromSlash(below)); ok {
		return prefix
	}
	return top
}

// uri is the URI of a file: the client's own if it has the file open.
func (t *tree) uri(name string) string {
	if d := t.open[name]; d != nil {
		return d.uri
	}
	return uriOf(filepath.Join(t.prefix, filepath.FromSlash(name)))
}

// files is the file system with the documents that are open.
func (t *tree) files() fs.FS {
	texts := map[string][]byte{}
	for name, d := range t.open {
		texts[name] = d.text.Bytes()
	}
	return overlay.Files(t.fsys, texts)
}

// home is the module that a file belongs to, and its name there. Test files can be in the
// directory tests of their configuration.
func (t *tree) home(name string) (dir, base string) {
	dir, base = path.Split(name)
	dir = path.Clean(dir)
	if filename.IsTest(base) && path.Base(dir) == filename.TestDirectory && t.hasConfiguration(path.Dir(dir)) {
		return path.Dir(dir), path.Join(filename.TestDirectory, base)
	}
	return dir, base
}

func (t *tree) hasConfiguration(dir string) bool {
	entries, _ := fs.ReadDir(t.fsys, dir)
	for _, e := range entries {
		if filename.IsConfiguration(e.Name()) {
			return true
		}
	}
	for name := range t.open {
		if path.Dir(name) == dir && filename.IsConfiguration(name) {
			return true
		}
	}
	return false
}

// set puts the text of an open document into its module.
func (t *tree) set(d *openDoc) {
	t.open[d.path] = d
	dir, base := t.home(d.path)
	t.module(dir).Set(base, d.text)
}

// remove closes a document. Its module then has the file, if there is one.
func (t *tree) remove(d *openDoc) {
	delete(t.open, d.path)
	dir, base := t.home(d.path)
	t.module(dir).Set(base, t.saved(d.path, d.text))
}

// module returns the module of a directory, with its files.
func (t *tree) module(dir string) *language.Module {
	if m, ok := t.modules[dir]; ok {
		return m
	}
	m := language.NewModule(dir, catalog.Default(), t.other)
	m.All = t.all
	t.modules[dir] = m
	t.fill(m)
	return m
}

// fill gives a module its files as they are now. Documents that have not changed stay, with what
// is known about them.
func (t *tree) fill(m *language.Module) {
	found := map[string]bool{}
	for _, in := range []string{".", filename.TestDirectory} {
		entries, _ := fs.ReadDir(t.fsys, path.Join(m.Dir, in))
		for _, e := range entries {
			base := path.Join(in, e.Name())
			if filename.IsDocument(e.Name()) && (in == "." || filename.IsTest(base)) {
				found[base] = true
				m.Set(base, t.saved(path.Join(m.Dir, base), m.Document(base)))
			}
		}
	}
	for name, d := range t.open {
		if in, base := t.home(name); in == m.Dir {
			found[base] = true
			m.Set(base, d.text)
		}
	}
	for _, base := range m.Names() {
		if !found[base] {
			m.Set(base, nil)
		}
	}
}

// all are the modules of the tree, as far as they are known.
func (t *tree) all() []*language.Module {
	for _, dir := range t.results.directories {
		t.module(dir)
	}
	return slices.Collect(maps.Values(t.modules))
}

// other is the module in another directory, or nil.
func (t *tree) other(dir string) *language.Module {
	if !fs.ValidPath(dir) || !t.hasConfiguration(dir) {
		return nil
	}
	return t.module(dir)
}

// saved is the text of a file as it is saved, or nil: the document that it was, if that is still
// right.
func (t *tree) saved(name string, was *outline.Document) *outline.Document {
	text, err := hcltree.ReadLimited(t.fsys, name)
	switch {
	case err != nil:
		return nil
	case was != nil && bytes.Equal(was.Bytes(), text):
		return was
	}
	return outline.New(text, language.Heads(path.Base(name)))
}
