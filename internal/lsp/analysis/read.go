package analysis

import (
	"io/fs"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
)

// Reader reads and checks the configuration in a directory of a file system, as validate does.
// The directory is slash-separated, "." for the top. The configuration is never nil; the
// diagnostics are sorted, and the file names in them are relative to the directory.
type Reader func(fsys fs.FS, dir string) (*hcl.Configuration, diag.Diagnostics)

// TestReader reads what the cases of test files need.
type TestReader struct {
	// Config is a Reader with hcl.Options.Evaluate. The values, which can be nil, are those of
	// a test file for the variables with the names, and stronger than all others.
	Config func(fsys fs.FS, dir string, values *hcl.InputFile, names []string) (*hcl.Configuration, diag.Diagnostics)
	// Snapshot reads a snapshot that a case of the configuration in a directory names.
	Snapshot func(fsys fs.FS, dir string, cfg *hcl.Configuration, name string) (*github.Snapshot, error)
}
