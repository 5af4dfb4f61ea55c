package adopt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/workspace"
)

// writeSummary says what there is beside what was made.
func writeSummary(v *cli.View, opts importOptions, out *adopt.Output) {
	switch {
	case out.Source == nil && out.Before == 0 && len(out.Left) == 0:
		v.Note("There is nothing to import: %s.", opts.noun(0))
	case out.Source == nil && out.Before > 0:
		v.Note("There is nothing to import: the configuration covers %s already.", opts.noun(out.Before))
	case out.Before > 0:
		v.Note("The configuration covers %s already.", opts.noun(out.Before))
	}
}

// sayLeft prints what no result can cover.
func sayLeft(v *cli.View, opts importOptions, left []adopt.Left) {
	if len(left) == 0 {
		return
	}
	var lines []string
	for _, l := range left[:min(len(left), workspace.MaxGaps)] {
		lines = append(lines, diag.Printable(fmt.Sprintf("%s: %s.", l.Subject, l.Why)))
	}
	if more := len(left) - len(lines); more > 0 {
		lines = append(lines, opts.moreLeft(more))
	}
	d := diag.General("Not covered", "The result does not cover these:\n\n"+strings.Join(lines, "\n\n"))
	v.Diagnostics(diag.Diagnostics{workspace.AsWarning(d)}, nil)
}

// writeImported writes the result to a new file or to stdout, and says what it is.
func writeImported(v *cli.View, e *cli.Env, out string, src []byte, what, suffix string) error {
	if out == "" {
		v.SourceText(src)
		v.Note("%s.", what)
		return nil
	}
	if err := writeFresh(e.Path(out), src); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(out), err)
	}
	v.Note("Wrote %s to %s.", what, diag.Printable(out))
	if !strings.HasSuffix(out, suffix) {
		v.Note("patctl reads the file once its name ends in %s.", suffix)
	}
	return nil
}

// errExists says that a file is not overwritten.
var errExists = errors.New("it exists already, and import overwrites nothing. Choose another name, or remove it")

// freeFile makes sure before any work that a file to be written does not exist.
func freeFile(e *cli.Env, name string) error {
	if name == "" {
		return nil
	}
	if _, err := os.Lstat(e.Path(name)); err == nil {
		return fmt.Errorf("write %s: %w", diag.Printable(name), errExists)
	}
	return nil
}

// writeFresh writes a file that does not exist, be it a symbolic link that leads
// nowhere. One that could not be written whole is removed again.
func writeFresh(path string, data []byte) error {
	var f *os.File
	finished, err := cli.Unfinished.Begin(func() (remove func(), err error) {
		f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		return func() { _ = os.Remove(path) }, err
	})
	if errors.Is(err, fs.ErrExist) {
		return errExists
	}
	if err != nil {
		return cli.Cause(err)
	}
	defer finished()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path)
		return cli.Cause(err)
	}
	return nil
}
