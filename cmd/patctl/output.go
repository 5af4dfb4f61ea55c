package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report"
)

// output is a value of the flag -o: a format, and where the result goes.
type output struct {
	format string
	file   string // as the user wrote it; empty: stdout
}

// parseOutputs reads the values of -o, FORMAT or FORMAT=FILE, or takes the
// format preset where there are none. Known says what is wrong with a format.
// Two outputs to one place would overwrite or follow one another: that is a mistake.
func parseOutputs(cmd *cobra.Command, e *env, values []string, preset string, known func(format string) error) ([]output, error) {
	if len(values) == 0 {
		return []output{{format: preset}}, nil
	}
	var outputs []output
	for _, value := range values {
		format, file, toFile := strings.Cut(value, "=")
		if err := known(format); err != nil {
			return nil, usageErrorf(cmd, "Unknown format", "For the flag --output, %s", err)
		}
		if toFile && file == "" {
			return nil, usageErrorf(cmd, "Missing name of a file", "The flag --output takes FORMAT or FORMAT=FILE, not %q.", value)
		}
		o := output{format, file}
		if slices.ContainsFunc(outputs, func(other output) bool { return samePlace(e, o, other) }) {
			return nil, usageErrorf(cmd, "Two outputs to one place", "More than one output goes to %s. Give each its own: -o FORMAT=FILE.", o.place())
		}
		outputs = append(outputs, o)
	}
	return outputs, nil
}

// place names where the output goes.
func (o output) place() string {
	if o.file == "" {
		return "stdout"
	}
	return fmt.Sprintf("the file %q", o.file)
}

func samePlace(e *env, a, b output) bool {
	if a.file == "" || b.file == "" {
		return a.file == b.file
	}
	if filepath.Clean(e.path(a.file)) == filepath.Clean(e.path(b.file)) {
		return true
	}
	infoA, errA := os.Stat(e.path(a.file))
	infoB, errB := os.Stat(e.path(b.file))
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// writeOutputs renders every output before it writes the first, and files
// before stdout: a mistake leaves nothing behind that looks like a result.
func writeOutputs(e *env, outputs []output, render func(format string, style report.Style) []byte) error {
	rendered := make([][]byte, len(outputs))
	for i, o := range outputs {
		if o.file != "" {
			rendered[i] = render(o.format, report.Style{})
			continue
		}
		rendered[i] = render(o.format, e.stdout.style())
		if o.format == "text" {
			rendered[i] = e.stdout.fold(rendered[i])
		}
	}
	var result []byte
	for i, o := range outputs {
		if o.file == "" {
			result = rendered[i]
			continue
		}
		if err := writeFile(e.path(o.file), rendered[i]); err != nil {
			return fmt.Errorf("write %s: %w", diag.Printable(o.file), err)
		}
	}
	_, err := e.stdout.Write(result)
	return err
}

// writeFile writes a file whole or not at all: under a temporary name first,
// then renamed. A symbolic link stays one, and a device or a pipe is written
// to, since a renamed file would take its place.
func writeFile(path string, data []byte) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return writeNewFile(path, data)
	case err != nil:
		return cause(err)
	case info.IsDir():
		return errors.New("it is a directory")
	case !info.Mode().IsRegular():
		return cause(os.WriteFile(path, data, 0o644))
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return cause(err)
	}
	return replaced(target, data)
}

// writeNewFile writes a file that is not there, perhaps behind a symbolic link.
func writeNewFile(path string, data []byte) error {
	target, err := os.Readlink(path)
	if err != nil {
		return replaced(path, data)
	}
	if filepath.IsAbs(target) {
		return writeFile(target, data)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return cause(err)
	}
	return writeFile(filepath.Join(dir, target), data)
}

// cause takes the temporary name out of an error: it is no file of the user's.
func cause(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
