package cli

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

// Output is a value of the flag -o: a format, and where the result goes.
type Output struct {
	Format string
	File   string // as the user wrote it; empty: stdout
}

// ParseOutputs reads the values of -o, FORMAT or FORMAT=FILE, or takes the
// format preset where there are none. Known says what is wrong with a format.
// Two outputs to the same place would overwrite or follow each other, so that is a mistake.
func ParseOutputs(cmd *cobra.Command, e *Env, values []string, preset string, known func(format string) error) ([]Output, error) {
	if len(values) == 0 {
		return []Output{{Format: preset}}, nil
	}
	var outputs []Output
	for _, value := range values {
		format, file, toFile := strings.Cut(value, "=")
		if err := known(format); err != nil {
			return nil, unknownFormat(cmd, value, known, err)
		}
		if toFile && file == "" {
			return nil, UsageErrorf(cmd, "Missing file name", "The flag --output takes FORMAT or FORMAT=FILE, not %q.", value)
		}
		o := Output{format, file}
		if slices.ContainsFunc(outputs, func(other Output) bool { return SamePlace(e, o, other) }) {
			return nil, UsageErrorf(cmd, "Duplicate output", "More than one output goes to %s. Use a different file for each one: -o FORMAT=FILE.", o.Place())
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
		return UsageErrorf(cmd, "Missing format", "The flag --output takes FORMAT or FORMAT=FILE, but %q is the name of a file. Run:\n\n  %s -o %s",
			value, cmd.CommandPath(), ShellWord(extension)+"="+ShellWord(value))
	case cmd.Flags().Lookup("out") != nil:
		return UsageErrorf(cmd, "Missing format", "The flag --output takes FORMAT or FORMAT=FILE, but %q is the name of a file. To save the plan to it, run:\n\n  %s --out %s",
			value, cmd.CommandPath(), ShellWord(value))
	}
	return UsageErrorf(cmd, "Unknown format", "For the flag --output, %s", err)
}

// AddJSONFlag adds the flag --json to a command that has --output.
func AddJSONFlag(cmd *cobra.Command, value *bool) {
	cmd.Flags().BoolVar(value, "json", false, "print a JSON document, the same as -o json")
}

// WithJSON returns the values of -o with the one that --json represents.
func WithJSON(outputs []string, asJSON bool) []string {
	if asJSON && !slices.Contains(outputs, "json") {
		return append(outputs, "json")
	}
	return outputs
}

// Place names where the output goes.
func (o Output) Place() string {
	if o.File == "" {
		return "stdout"
	}
	return fmt.Sprintf("the file %q", o.File)
}

// SamePlace reports whether two outputs go to one place.
func SamePlace(e *Env, a, b Output) bool {
	if a.File == "" || b.File == "" {
		return a.File == b.File
	}
	if filepath.Clean(e.Path(a.File)) == filepath.Clean(e.Path(b.File)) {
		return true
	}
	infoA, errA := os.Stat(e.Path(a.File))
	infoB, errB := os.Stat(e.Path(b.File))
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// outputWriter writes a result in a format.
type outputWriter func(w io.Writer, format string, style format.Style) error

// WriteOutputs is streamOutputs for results that are small.
func WriteOutputs(e *Env, outputs []Output, render func(format string, style format.Style) []byte) error {
	return StreamOutputs(e, outputs, func(w io.Writer, format string, style format.Style) error {
		_, err := w.Write(render(format, style))
		return err
	})
}

// StreamOutputs writes every file under a temporary name before the first gets
// its own, and stdout last: a mistake leaves nothing behind that looks like a
// result.
func StreamOutputs(e *Env, outputs []Output, write outputWriter) error {
	var files []pendingOutput
	defer func() {
		for _, f := range files {
			f.Discard()
		}
	}()
	for _, o := range outputs {
		if o.File == "" {
			continue
		}
		if err := e.CheckOutput(e.Path(o.File)); err != nil {
			return o.failed(err)
		}
		f, err := createFile(e.Path(o.File))
		if err != nil {
			return o.failed(err)
		}
		files = append(files, pendingOutput{f, o})
		if err := write(f, o.Format, format.Style{Run: e.Now()}); err != nil {
			return o.failed(Cause(err))
		}
	}
	for _, f := range files {
		if err := f.Commit(); err != nil {
			return f.failed(err)
		}
	}
	return streamStdout(e, outputs, write)
}

// pendingOutput is an output with its file.
type pendingOutput struct {
	pendingFile
	Output
}

func (o Output) failed(err error) error {
	return fmt.Errorf("write %s: %w", diag.Printable(o.File), err)
}

// streamStdout writes the output that goes to stdout, if one does.
func streamStdout(e *Env, outputs []Output, write outputWriter) error {
	at := slices.IndexFunc(outputs, func(o Output) bool { return o.File == "" })
	if at < 0 {
		return nil
	}
	style := e.Stdout.Style()
	if format := outputs[at].Format; format != "text" {
		return write(e.Stdout, format, style)
	}
	text := e.Stdout.folder()
	return errors.Join(write(text, "text", style), text.Flush())
}
