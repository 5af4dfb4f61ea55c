package cases

import (
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

// Files returns the test files of the configuration with their cases, without reporting
// mistakes in them.
func Files(e *cli.Env) []*testcase.File {
	root, dir, err := workspace.OpenTop(e)
	if err != nil {
		return nil
	}
	defer root.Close()
	names, _ := testcase.Names(root.FS(), dir)
	var files []*testcase.File
	for _, name := range names {
		f, _ := testcase.Open(root.FS(), dir, name)
		files = append(files, f)
	}
	return files
}
