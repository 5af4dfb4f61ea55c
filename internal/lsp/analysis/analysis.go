package analysis

import (
	"context"
	"io/fs"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/analysis/quick"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Analysis reads configurations and says what is known about their documents. Its methods can
// be called from several goroutines at once.
type Analysis struct {
	read Reader

	mu    sync.Mutex
	bases map[string]base // by directory: what the next edit can build on
}

// base is a state of a configuration, with what its templates were evaluated to.
type base struct {
	*quick.Base
	facts facts
}

// New returns an analysis of what a reader reads.
func New(read Reader) *Analysis {
	return &Analysis{read: read, bases: map[string]base{}}
}

// Read reads and checks the configuration in a directory of a file system. It reports
// what validate reports there. Files that functions of the language read are read again.
func (a *Analysis) Read(ctx context.Context, fsys fs.FS, dir string) *Result {
	if ctx.Err() != nil {
		return &Result{Dir: dir}
	}
	cfg, diags := a.read(fsys, dir)
	r := newResult(fsys, dir, cfg, cfg.Sources, diags)
	if sizeOf(cfg.Sources) >= worthwhile {
		a.keep(r, quick.New(fsys, dir, cfg, diags))
	}
	return r
}

// worthwhile is the size in bytes of a configuration from which reading a part of it saves
// time that people notice.
const worthwhile = 64 << 10

// ReadQuickly is Read after an edit within one template block, in a fraction of the time. It
// is nil if all has to be read. A result must be followed by Read when the user pauses: files
// that functions read are taken to be unchanged.
func (a *Analysis) ReadQuickly(ctx context.Context, fsys fs.FS, dir string) *Result {
	a.mu.Lock()
	before, ok := a.bases[dir]
	a.mu.Unlock()
	if !ok || ctx.Err() != nil {
		return nil
	}
	reading := before.Read(a.read, fsys)
	if reading == nil {
		return nil
	}
	r := newResult(fsys, dir, reading.Config, reading.Sources, reading.Diagnostics)
	r.facts = before.facts.with(r.facts, dir, reading.Config.Declarations())
	a.keep(r, reading.Next)
	return r
}

// keep remembers a result that something can be built on. A base stays until there is another: it
// is compared with the files before anything is built on it.
func (a *Analysis) keep(r *Result, next *quick.Base) {
	if next == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.bases[r.Dir] = base{next, r.facts}
}

// Result is what is known about the configuration of a directory. It never changes.
type Result struct {
	Dir string // slash-separated, from the top of the file system

	files   map[string][]protocol.Diagnostic
	facts   facts
	host    string
	catalog *catalog.Catalog
}

func newResult(fsys fs.FS, dir string, cfg *hcl.Configuration, sources map[string][]byte, diags diag.Diagnostics) *Result {
	for _, d := range diags {
		d.Expression, d.EvalContext = nil, nil // they hold the syntax trees, and values, which no editor shows
	}
	return &Result{
		Dir: dir, files: inFiles(newPlaces(fsys, dir, sources), diags),
		facts: factsOf(dir, cfg), host: cfg.Host, catalog: cfg.Catalog,
	}
}

// sizeOf is the length of texts in bytes.
func sizeOf(texts map[string][]byte) int {
	n := 0
	for _, text := range texts {
		n += len(text)
	}
	return n
}
