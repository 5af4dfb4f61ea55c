package analysis

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// places finds the places of diagnostics in the texts that were read.
type places struct {
	fsys    fs.FS
	dir     string
	sources map[string][]byte // by the names in ranges
	indexes map[string]*index // by the names in ranges; nil: there is no such file
}

// index is a text with the places of its lines.
type index struct {
	*outline.Lines
	mark int // bytes of the byte order mark that begins the text, which editors do not count
}

var byteOrderMark = []byte("\xef\xbb\xbf")

func newIndex(text []byte) *index {
	rest := bytes.TrimPrefix(text, byteOrderMark)
	return &index{outline.NewLines(rest), len(text) - len(rest)}
}

func newPlaces(fsys fs.FS, dir string, sources map[string][]byte) *places {
	return &places{fsys: fsys, dir: dir, sources: sources, indexes: map[string]*index{}}
}

// of returns the file of a range, from the top of the file system, and the range in it. What is
// in no file, such as a flag, is at the top of the first file of the configuration.
func (p *places) of(at *diag.Range) (file string, r protocol.Range) {
	if at == nil {
		return p.first(), r
	}
	index := p.index(at.Filename)
	if index == nil {
		return p.first(), r
	}
	if at.Start.Line > 0 {
		r = index.Range(at.Start.Byte-index.mark, max(at.Start.Byte, at.End.Byte)-index.mark)
	}
	return path.Join(p.dir, at.Filename), r
}

// index returns the lines of a file, or nil if there is no file of that name.
func (p *places) index(name string) *index {
	if known, ok := p.indexes[name]; ok {
		return known
	}
	p.indexes[name] = nil
	file := path.Join(p.dir, name)
	info, err := fs.Stat(p.fsys, file)
	if !fs.ValidPath(file) || err != nil || info.IsDir() {
		return nil
	}
	p.indexes[name] = newIndex(p.sources[name])
	return p.indexes[name]
}

// first is the file for what is about all of them: main.pat.hcl, or the first configuration file, or the
// first of what can be open in an editor.
func (p *places) first() string {
	entries, _ := fs.ReadDir(p.fsys, path.Clean(p.dir)) // nothing to read is reported
	var names []string
	for _, suffix := range []string{hcl.NativeSuffix, hcl.JSONSuffix, ""} {
		for _, e := range entries {
			if !e.IsDir() && strings.HasSuffix(e.Name(), suffix) && filename.IsDocument(e.Name()) {
				names = append(names, e.Name())
			}
		}
		if slices.Contains(names, "main"+suffix) {
			return path.Join(p.dir, "main"+suffix)
		}
	}
	if len(names) == 0 {
		return path.Join(p.dir, "main"+hcl.NativeSuffix)
	}
	return path.Join(p.dir, names[0])
}

// names are the files that were read, from the top of the file system, sorted.
func (p *places) names() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(p.sources)) {
		if p.index(name) != nil {
			names = append(names, path.Join(p.dir, name))
		}
	}
	return names
}
