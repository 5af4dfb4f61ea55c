package analysis

import (
	"io/fs"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// Reader reads and checks the configuration in a directory of a file system, as validate does.
// The directory is slash-separated, "." for the top. The configuration is never nil; the
// diagnostics are sorted, and the file names in them are relative to the directory.
type Reader func(fsys fs.FS, dir string) (*hcl.Configuration, diag.Diagnostics)
