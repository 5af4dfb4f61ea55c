package analysis

import (
	"context"
	"io/fs"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// Analysis reads configurations and says what is known about their documents. Its methods can
// be called from several goroutines at once.
type Analysis struct {
	read Reader
}

// New returns an analysis of what a reader reads.
func New(read Reader) *Analysis { return &Analysis{read: read} }

// Read reads and checks the configuration in a directory of a file system. It reports
// what validate reports there.
func (a *Analysis) Read(ctx context.Context, fsys fs.FS, dir string) *Result {
	r := &Result{Dir: dir}
	if ctx.Err() != nil {
		return r
	}
	cfg, diags := a.read(fsys, dir)
	r.config = cfg
	r.diags = diags
	r.places = newPlaces(fsys, dir, cfg.Sources)
	r.files = inFiles(r.places, diags)
	return r
}

// Result is what is known about the configuration of a directory.
type Result struct {
	Dir string // slash-separated, from the top of the file system

	config *hcl.Configuration
	diags  diag.Diagnostics
	places *places
	files  map[string][]protocol.Diagnostic
}
