package layout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

// fmtFile is a file that fmt looks at, or a path that it cannot look at, which
// then has only a name and diagnostics.
type fmtFile struct {
	name          string   // as the user knows it
	path          string   // absolute
	within        []string // absolute; directories outside of which nothing is written
	before, after []byte
	diags         diag.Diagnostics
}

func (f *fmtFile) changed() bool {
	return !f.diags.HasErrors() && !bytes.Equal(f.before, f.after)
}

// fail notes why the file, or the path, cannot be formatted.
func (f *fmtFile) fail(summary, format string, args ...any) {
	f.diags = append(f.diags, diag.General(summary, fmt.Sprintf(format, args...)))
}

func (f *fmtFile) format(src []byte) {
	f.before = src
	f.after, f.diags = layout.Format(src, f.name)
	f.diags = append(f.diags, syntax.LargeFile(f.name, src)...)
	diag.Sort(f.diags)
}

// fmtFinder collects the files to format, each once, in the order of the paths
// and sorted within a directory.
type fmtFinder struct {
	recursive bool
	files     []*fmtFile
	seen      map[string]bool // by path
}

// findFmtFiles returns the files that the paths represent. What cannot be
// looked at is among them, with the reason.
func findFmtFiles(e *cli.Env, paths []string, recursive bool) []*fmtFile {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	finder := &fmtFinder{recursive: recursive, seen: map[string]bool{}}
	for _, name := range paths {
		path := e.Path(name)
		finder.Path(&fmtFile{name: filepath.Clean(name), path: path, within: []string{e.Dir, filepath.Dir(path)}})
	}
	return finder.files
}

// Path adds what the user gave as a path.
func (ff *fmtFinder) Path(f *fmtFile) {
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.fail("No such file or directory", "There is no file or directory %s.", diag.Printable(f.name))
	case err != nil:
		f.fail("Unreadable file", "%s cannot be read: %s.", diag.Printable(f.name), cli.Cause(err))
	case info.IsDir():
		f.within[1] = f.path
		ff.directory(f)
		return
	case !isFmtFile(f.name):
		f.fail("Not a file to format", "%s", notFormatted(f.name))
	}
	ff.Add(f)
}

// notFormatted says which files are formatted.
func notFormatted(name string) string {
	what := fmt.Sprintf("The name of %s has a different ending.", diag.Printable(name))
	if strings.HasSuffix(name, ".json") {
		what = fmt.Sprintf("%s is JSON, which has no canonical format.", diag.Printable(name))
	}
	return fmt.Sprintf("fmt formats only files whose names end with %s, %s, or %s. %s", hcl.NativeSuffix, testcase.Suffix, hcl.ValuesSuffix, what)
}

func isFmtFile(name string) bool {
	return strings.HasSuffix(name, hcl.NativeSuffix) || strings.HasSuffix(name, hcl.ValuesSuffix) || strings.HasSuffix(name, testcase.Suffix)
}

func (ff *fmtFinder) Add(f *fmtFile) {
	if ff.seen[f.path] {
		return
	}
	ff.seen[f.path] = true
	ff.files = append(ff.files, f)
}

func (ff *fmtFinder) directory(dir *fmtFile) {
	entries, err := os.ReadDir(dir.path)
	if err != nil {
		dir.fail("Unreadable directory", "The directory %s cannot be read: %s.", diag.Printable(dir.name), cli.Cause(err))
		ff.Add(dir)
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") {
			continue // hidden, or a backup or lock of an editor
		}
		f := &fmtFile{name: filepath.Join(dir.name, name), path: filepath.Join(dir.path, name), within: dir.within}
		switch {
		case entry.IsDir() && ff.recursive:
			ff.directory(f)
		case !entry.IsDir() && isFmtFile(name) && !leadsToDirectory(entry, f.path):
			ff.Add(f)
		}
	}
}

// leadsToDirectory reports whether a directory's entry is a symbolic link to a
// directory. One that leads nowhere is a file that cannot be read.
func leadsToDirectory(entry fs.DirEntry, path string) bool {
	if entry.Type()&fs.ModeSymlink == 0 {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// formatFiles formats the files side by side and, with write, writes those
// that change. Its error is that of ctx.
func formatFiles(ctx context.Context, files []*fmtFile, write bool) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range files {
		if f.diags.HasErrors() {
			continue
		}
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f.process(write)
			return nil
		})
	}
	return group.Wait()
}

func (f *fmtFile) process(write bool) {
	src, err := readRegular(f.path, layout.MaxFormatSize)
	if err != nil {
		f.fail("Unreadable file", "The file %s cannot be read: %s.", diag.Printable(f.name), cli.Cause(err))
		return
	}
	f.format(src)
	if !write || !f.changed() {
		return
	}
	if !f.isWithin() {
		f.fail("File not written", "%s is a symbolic link to a file outside the directory. To format that file, give its own path.", diag.Printable(f.name))
		return
	}
	if err := cli.ReplaceFile(f.path, f.after); err != nil {
		f.fail("File not written", "The formatted text of %s cannot be written: %s. The file is unchanged.", diag.Printable(f.name), cli.Cause(err))
	}
}

// isWithin reports whether the file is, after all symbolic links, in the working
// directory, in the directory that was named, or in its repository. A link that
// came with somebody's commit may lead anywhere.
func (f *fmtFile) isWithin() bool {
	file, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(f.within, func(dir string) bool {
		real, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return false
		}
		rel, err := filepath.Rel(workspace.TopDirectory(real), file)
		return err == nil && filepath.IsLocal(rel)
	})
}

// readRegular reads a file up to one byte more than limit, which is enough to
// see that it is too large. It does not wait for a pipe or a device.
func readRegular(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}
