package main

import (
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// view is the one way by which a command speaks: its result goes to stdout,
// everything else to stderr. A command prints either text or one JSON
// document, never both.
type view struct {
	stdout, stderr *stream
	quiet          bool
	workflow       bool // the streams are the log of a GitHub workflow, which obeys commands
}

func newView(e *env) *view {
	return &view{stdout: e.stdout, stderr: e.stderr, quiet: e.global.quiet, workflow: e.getenv("GITHUB_ACTIONS") == "true"}
}

// printf writes a part of the result. Text from outside goes through
// diag.Printable before it gets here.
func (v *view) printf(format string, args ...any) {
	v.stdout.printf(format, args...)
}

// json writes the result as one indented JSON document.
func (v *view) json(document any) error { return format.WriteJSON(v.stdout, document) }

// text writes a result for people, which fits a terminal.
func (v *view) text(text []byte) { v.printf("%s", v.stdout.fold(text)) }

// remark writes a line beside the result that nobody needs: what was done, what
// it cost, a hint. With --quiet there is none.
func (v *view) remark(format string, args ...any) {
	if !v.quiet {
		v.note(format, args...)
	}
}

// note writes a line beside the result that has to be seen also with --quiet:
// what the result leaves out, or rests on.
func (v *view) note(format string, args ...any) {
	v.stdout.flush()
	v.stderr.printf("%s", v.stderr.fold(fmt.Appendf(nil, format+"\n", args...)))
	v.stderr.flush()
}

// diagnostics prints mistakes of the user's files, with the lines at which
// they are, to stderr.
func (v *view) diagnostics(diags diag.Diagnostics, sources map[string][]byte) {
	if len(diags) == 0 {
		return
	}
	v.stdout.flush()
	printer := diag.Printer{Sources: sources, Color: v.stderr.color}
	if v.stderr.terminal {
		printer.Width = v.stderr.width
	}
	_ = printer.Text(v.stderr, diags) // the stream remembers a failed write
	v.stderr.flush()
}

// failure prints an error that ends the run.
func (v *view) failure(err error) {
	var usage *usageError
	if errors.As(err, &usage) {
		v.diagnostics(diag.Diagnostics{diag.General(usage.summary, usage.detail)}, nil)
		return
	}
	v.diagnostics(diag.Diagnostics{diag.General(err.Error(), "")}, nil)
}
