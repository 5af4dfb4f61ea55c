package layout

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/workspace"
)

const fmtLong = `Rewrites configuration files in the canonical format, which is the format of
"terraform fmt", and prints the names of changed files. fmt formats files whose names
end in .pat.hcl, .pattest.hcl, or .patvars: the files given as PATH, and the files
directly in a directory given as PATH. Without PATH, it formats the files in the working
directory. It does not format JSON files.

If PATH is "-", fmt reads standard input and writes the formatted text to standard
output. With --write=false --list=false, it also writes the formatted text of files to
standard output.

A mistake in one file does not stop fmt from formatting the others. With --check, fmt
exits with status 3 if a file is not in the canonical format. If a file has a mistake, or
could not be read or written, fmt exits with status 1.`

const fmtExample = `  patctl fmt
  patctl fmt --check --diff --recursive
  patctl fmt --check --recursive -o github
  patctl fmt main.pat.hcl teams/ci
  patctl fmt - < main.pat.hcl`

// fmtOptions are the flags of fmt.
type fmtOptions struct {
	check, diff, recursive, write, list bool
	output                              string // text or github
	directory                           string // the working directory below the top of the repository
}

// Text reports whether the formatted text itself is the result.
func (opts fmtOptions) Text() bool {
	return !opts.write && !opts.list && !opts.check && !opts.diff
}

// NewCmd returns the command fmt.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts fmtOptions
	cmd := &cobra.Command{
		Use:     "fmt [PATH...]",
		Short:   "Rewrite configuration files in the canonical format",
		Long:    fmtLong,
		Example: fmtExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			opts.write = opts.write && !opts.check
			if opts.output != "text" && opts.output != "github" {
				return cli.UsageErrorf(cmd, "Unknown format", "The flag --output takes text or github, not %q.", opts.output)
			}
			opts.directory = workspace.RepositoryDirectory(e)
			if !slices.Contains(args, "-") {
				return runFmt(cmd.Context(), e, cli.NewView(e), opts, args)
			}
			if len(args) > 1 {
				return cli.UsageErrorf(cmd, "Standard input with other paths", "The path - means standard input, and cannot be combined with other paths.")
			}
			return runFmtStdin(e, cli.NewView(e), opts)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&opts.check, "check", false, "write no files; exit with status 3 if a file would change")
	flags.BoolVar(&opts.diff, "diff", false, "print the changes as a diff")
	flags.StringVarP(&opts.output, "output", "o", "text", "write `FORMAT`: text, or github for annotations on files that would change")
	flags.BoolVar(&opts.recursive, "recursive", false, "format files in subdirectories too, except hidden directories and symbolic links")
	flags.BoolVar(&opts.write, "write", true, "write the files; always off with --check and for standard input")
	flags.BoolVar(&opts.list, "list", true, "print the names of changed files")
	return cmd
}

func runFmt(ctx context.Context, e *cli.Env, v *cli.View, opts fmtOptions, paths []string) error {
	files := findFmtFiles(e, paths, opts.recursive)
	done := e.Signals.Heeds()
	err := formatFiles(ctx, files, opts.write)
	done()
	if err != nil && opts.Text() {
		return err
	}
	for _, f := range files {
		writeFormatted(v, f, opts) // also what was written before an interruption
	}
	if err != nil {
		return err
	}
	return finishFmt(v, opts, files)
}

// runFmtStdin formats the standard input. The file that it came from is not
// known, so that nothing is written or listed.
func runFmtStdin(e *cli.Env, v *cli.View, opts fmtOptions) error {
	opts.write, opts.list = false, false
	f := &fmtFile{name: "<stdin>"}
	src, err := io.ReadAll(io.LimitReader(e.Stdin, layout.MaxFormatSize+1))
	if err != nil {
		return fmt.Errorf("read the standard input: %w", err)
	}
	f.format(src)
	writeFormatted(v, f, opts)
	return finishFmt(v, opts, []*fmtFile{f})
}

// finishFmt prints what went wrong, all of it after the result, and chooses the
// exit code.
func finishFmt(v *cli.View, opts fmtOptions, files []*fmtFile) error {
	var (
		diags   diag.Diagnostics
		sources = map[string][]byte{}
		changed bool
	)
	for _, f := range files {
		diags = append(diags, f.diags...)
		sources[f.name] = f.before
		changed = changed || f.changed()
	}
	if opts.output == "github" {
		annotate(v, opts, files)
	}
	v.Diagnostics(diags, sources)
	switch {
	case diags.HasErrors():
		return cli.ErrPrinted
	case opts.check && changed:
		return cli.ExitWith(cli.ExitFormat)
	}
	return nil
}

// writeFormatted prints the part of the result that belongs to one file.
func writeFormatted(v *cli.View, f *fmtFile, opts fmtOptions) {
	switch {
	case f.diags.HasErrors():
		return
	case opts.Text():
		v.SourceText(f.after)
		return
	case !f.changed():
		return
	}
	if opts.list {
		v.Printf("%s\n", diag.Printable(f.name))
	}
	if opts.diff {
		writeDiff(v, f)
	}
}

// writeDiff prints the change of a file in a form that patch -p1 takes, unless
// it goes where its text would be obeyed.
func writeDiff(v *cli.View, f *fmtFile) {
	name := diag.Printable(f.name)
	text := diff.Diff("old/"+name, f.before, "new/"+name, f.after)
	_, text, _ = bytes.Cut(text, []byte("\n")) // a line with the command diff, which nobody ran
	for line := range strings.Lines(string(text)) {
		v.Printf("%s", writeDiffLine(v, line))
	}
}

func writeDiffLine(v *cli.View, line string) string {
	body := strings.TrimRight(line, "\r\n")
	end := line[len(body):]
	if v.Stdout.Terminal || v.Workflow {
		body, end = diag.PrintableText(body), "\n"
	}
	switch {
	case v.Workflow && strings.HasPrefix(strings.TrimLeft(body, " "), "::"):
		body = strings.Replace(body, "::", `\x3a:`, 1) // or the log would obey it
	case strings.HasPrefix(body, "+"):
		body = v.Stdout.Green(body)
	case strings.HasPrefix(body, "-"):
		body = v.Stdout.Red(body)
	case strings.HasPrefix(body, "@@"):
		body = v.Stdout.Cyan(body)
	}
	return body + end
}
