package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
)

// TestValues are values for variables in a test file, which are stronger than all others.
type TestValues struct {
	File  hcl.InputFile
	Names []string // of the variables
}

// ReadTested reads and checks the configuration in the directory dir below root for test cases,
// which evaluate expressions in it. It may be called from several goroutines at once.
func ReadTested(e *cli.Env, root *os.Root, dir string, values *TestValues) (*hcl.Configuration, diag.Diagnostics) {
	cfg, diags := ReadTestedIn(e, cli.NotedFS{FS: root.FS(), Dir: root.Name(), Files: &e.Inputs}, root.Name(), dir, values)
	explainNoFiles(e, cfg, diags)
	return cfg, diags
}

// ReadTestedIn is ReadTested for a directory of a file system, which is that of the directory top.
func ReadTestedIn(e *cli.Env, fsys fs.FS, top, dir string, values *TestValues) (*hcl.Configuration, diag.Diagnostics) {
	files, diags := ReadVarFiles(e)
	opts := loadOptions(e, top, files)
	opts.Evaluate = true
	if values != nil {
		opts.Inputs.Files = append(files, values.File)
		opts.Inputs.Assignments = slices.DeleteFunc(slices.Clone(opts.Inputs.Assignments), func(assignment string) bool {
			name, _, _ := strings.Cut(assignment, "=")
			return slices.Contains(values.Names, strings.TrimSpace(name))
		})
	}
	return loadAndCheck(e, fsys, dir, opts, diags)
}

// ReadTestedSnapshot reads a snapshot that a test case of the configuration in a directory
// names. Like every file that a configuration reads, it is in the repository.
func ReadTestedSnapshot(e *cli.Env, fsys fs.FS, dir string, cfg *hcl.Configuration, name string) (*github.Snapshot, error) {
	below := path.Join(dir, filepath.ToSlash(name))
	if !fs.ValidPath(below) || path.IsAbs(name) || filepath.IsAbs(name) {
		return nil, fmt.Errorf("the snapshot %s is not in the repository. Name it relative to the directory of the configuration", diag.Printable(name))
	}
	data, err := regular(fsys, below)
	if err != nil {
		return nil, errors.New(strings.TrimSuffix(cli.PathReason("The snapshot "+diag.Printable(name), err), "."))
	}
	s, err := DecodeSnapshot(e, name, data)
	if err != nil {
		return nil, err
	}
	return s, SameHost(cfg, s)
}

// regular reads a file of the repository. It does not wait for a pipe.
func regular(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() > cli.MaxData:
		return nil, errors.New("it is too large")
	}
	return fs.ReadFile(fsys, name)
}
