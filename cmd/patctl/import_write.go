package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// importedSummary says what there is beside what was made.
func (v *view) importedSummary(opts importOptions, out *adopt.Output) {
	switch {
	case out.Source == nil && out.Before == 0 && len(out.Left) == 0:
		v.note("There is nothing to import: %s.", opts.noun(0))
	case out.Source == nil && out.Before > 0:
		v.note("There is nothing to import: the configuration covers %s already.", opts.noun(out.Before))
	case out.Before > 0:
		v.note("The configuration covers %s already.", opts.noun(out.Before))
	}
}

// gaps prints what could not be read or judged.
func (v *view) gaps(gaps []audit.Gap) {
	var lines []string
	for _, gap := range gaps {
		lines = append(lines, diag.Printable(fmt.Sprintf("%s, %s: %s", gap.Organization, gap.What, gap.Why)))
	}
	v.missing(lines)
}

// left prints what no result can cover.
func (v *view) left(opts importOptions, left []adopt.Left) {
	if len(left) == 0 {
		return
	}
	var lines []string
	for _, l := range left[:min(len(left), maxGaps)] {
		lines = append(lines, diag.Printable(fmt.Sprintf("%s: %s.", l.Subject, l.Why)))
	}
	if more := len(left) - len(lines); more > 0 {
		lines = append(lines, opts.moreLeft(more))
	}
	d := diag.General("Not covered", "The result does not cover these:\n\n"+strings.Join(lines, "\n\n"))
	v.diagnostics(diag.Diagnostics{asWarning(d)}, nil)
}

func asWarning(d *diag.Diagnostic) *diag.Diagnostic {
	w := diag.Warning(diag.Range{}, "", d.Summary, d.Detail)
	w.Subject = nil
	return w
}

// imported writes the result to a new file or to stdout, and says what it is.
func (v *view) imported(e *env, out string, src []byte, what string) error {
	if out == "" {
		v.sourceText(src)
		v.note("%s.", what)
		return nil
	}
	if err := writeFresh(e.path(out), src); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(out), err)
	}
	v.note("Wrote %s to %s.", what, diag.Printable(out))
	if !strings.HasSuffix(out, hcl.NativeSuffix) {
		v.note("patctl reads the file once its name ends in %s.", hcl.NativeSuffix)
	}
	return nil
}

// errExists says that a file is not overwritten.
var errExists = errors.New("it exists already, and import overwrites nothing. Choose another name, or remove it")

// freeFile makes sure before any work that a file to be written does not exist.
func freeFile(e *env, name string) error {
	if name == "" {
		return nil
	}
	if _, err := os.Lstat(e.path(name)); err == nil {
		return fmt.Errorf("write %s: %w", diag.Printable(name), errExists)
	}
	return nil
}

// writeFresh writes a file that does not exist, be it a symbolic link that leads
// nowhere. One that could not be written whole is removed again.
func writeFresh(path string, data []byte) error {
	var f *os.File
	finished, err := unfinished.begin(func() (remove func(), err error) {
		f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		return func() { _ = os.Remove(path) }, err
	})
	if errors.Is(err, fs.ErrExist) {
		return errExists
	}
	if err != nil {
		return cause(err)
	}
	defer finished()
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(path)
		return cause(err)
	}
	return nil
}
