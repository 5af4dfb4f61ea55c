package testcase

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// Names returns the names of the test files of the configuration in the directory dir of a
// file system, relative to dir: those beside the configuration, then those in the directory
// tests, each sorted.
func Names(fsys fs.FS, dir string) ([]string, error) {
	var names []string
	for _, below := range []string{".", Dir} {
		entries, err := fs.ReadDir(fsys, path.Join(dir, below))
		if errors.Is(err, fs.ErrNotExist) && below != "." {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			name := entry.Name()
			if !entry.IsDir() && strings.HasSuffix(name, Suffix) && !strings.HasPrefix(name, ".") {
				names = append(names, path.Join(below, name))
			}
		}
	}
	return names, nil
}

// Open reads the test file of a name that Names returned.
func Open(fsys fs.FS, dir, name string) (*File, diag.Diagnostics) {
	src, err := tree.ReadLimited(fsys, path.Join(dir, name))
	if err != nil {
		return &File{Name: name}, diag.Diagnostics{diag.Error(syntax.StartOf(name), "unreadable-file", "Unreadable file",
			fmt.Sprintf("The test file %s cannot be read: %s.", diag.Printable(name), tree.Reason(err)))}
	}
	return Read(name, src)
}
