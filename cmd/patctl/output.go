package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
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
			return nil, unknownFormat(cmd, value, known, err)
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

// unknownFormat says what is wrong with a value of -o. One that is the name of a
// file lacks its format.
func unknownFormat(cmd *cobra.Command, value string, known func(format string) error, err error) error {
	extension := strings.TrimPrefix(filepath.Ext(value), ".")
	if extension == "md" {
		extension = "markdown"
	}
	switch {
	case extension == "" || strings.Contains(value, "="):
	case known(extension) == nil:
		return usageErrorf(cmd, "Missing format", "The flag --output takes FORMAT or FORMAT=FILE, and %q is the name of a file. Run:\n\n  %s -o %s",
			value, cmd.CommandPath(), shellWord(extension)+"="+shellWord(value))
	case cmd.Flags().Lookup("out") != nil:
		return usageErrorf(cmd, "Missing format", "The flag --output takes FORMAT or FORMAT=FILE, and %q is the name of a file. To save the plan to it, run:\n\n  %s --out %s",
			value, cmd.CommandPath(), shellWord(value))
	}
	return usageErrorf(cmd, "Unknown format", "For the flag --output, %s", err)
}

// addJSONFlag adds the flag --json to a command that has --output.
func addJSONFlag(cmd *cobra.Command, value *bool) {
	cmd.Flags().BoolVar(value, "json", false, "print a JSON document, the same as -o json")
}

// withJSON returns the values of -o with the one that --json stands for.
func withJSON(outputs []string, asJSON bool) []string {
	if asJSON && !slices.Contains(outputs, "json") {
		return append(outputs, "json")
	}
	return outputs
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

// outputWriter writes a result in a format.
type outputWriter func(w io.Writer, format string, style format.Style) error

// writeOutputs is streamOutputs for results that are small.
func writeOutputs(e *env, outputs []output, render func(format string, style format.Style) []byte) error {
	return streamOutputs(e, outputs, func(w io.Writer, format string, style format.Style) error {
		_, err := w.Write(render(format, style))
		return err
	})
}

// streamOutputs writes every file under a temporary name before the first gets
// its own, and stdout last: a mistake leaves nothing behind that looks like a
// result.
func streamOutputs(e *env, outputs []output, write outputWriter) error {
	var files []pendingOutput
	defer func() {
		for _, f := range files {
			f.discard()
		}
	}()
	for _, o := range outputs {
		if o.file == "" {
			continue
		}
		if err := e.checkOutput(e.path(o.file)); err != nil {
			return o.failed(err)
		}
		f, err := createFile(e.path(o.file))
		if err != nil {
			return o.failed(err)
		}
		files = append(files, pendingOutput{f, o})
		if err := write(f, o.format, format.Style{Run: e.now()}); err != nil {
			return o.failed(cause(err))
		}
	}
	for _, f := range files {
		if err := f.commit(); err != nil {
			return f.failed(err)
		}
	}
	return streamStdout(e, outputs, write)
}

// pendingOutput is an output with its file.
type pendingOutput struct {
	pendingFile
	output
}

func (o output) failed(err error) error {
	return fmt.Errorf("write %s: %w", diag.Printable(o.file), err)
}

// streamStdout writes the output that goes to stdout, if one does.
func streamStdout(e *env, outputs []output, write outputWriter) error {
	at := slices.IndexFunc(outputs, func(o output) bool { return o.file == "" })
	if at < 0 {
		return nil
	}
	style := e.stdout.style()
	if format := outputs[at].format; format != "text" {
		return write(e.stdout, format, style)
	}
	text := e.stdout.folder()
	return errors.Join(write(text, "text", style), text.flush())
}
