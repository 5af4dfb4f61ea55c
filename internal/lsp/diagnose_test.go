package lsp

import (
	"io/fs"
	"log/slog"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// TestMistakeOfOurs: if a configuration can't be checked because of a mistake in patctl, its
// documents have an error.
func TestMistakeOfOurs(t *testing.T) {
	s := &Server{opts: Options{Log: slog.New(slog.DiscardHandler)}}
	in := &tree{analyzer: analyzer{Analysis: analysis.New(func(fs.FS, string) (*hcl.Configuration, diag.Diagnostics) { panic("a mistake") })}}
	made, ok := s.run(t.Context(), in, fstest.MapFS{"main.pat.hcl": {}}, []string{"main.pat.hcl"}, wholly)
	found := made.files["main.pat.hcl"]
	if !ok || len(found) != 1 || found[0].Severity != protocol.SeverityError || !strings.Contains(found[0].Message, "could not be checked") {
		t.Errorf("%v, %+v", ok, found)
	}
}
