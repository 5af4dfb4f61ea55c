package cli

import (
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// View is the one way by which a command speaks: its result goes to stdout,
// everything else to stderr. A command prints either text or one JSON
// document, never both.
type View struct {
	Stdout, Stderr *Stream
	Quiet          bool
	Workflow       bool // the streams are the log of a GitHub workflow, which obeys commands
}

// NewView returns the view of a run.
func NewView(e *Env) *View {
	return &View{Stdout: e.Stdout, Stderr: e.Stderr, Quiet: e.Global.Quiet, Workflow: e.Getenv("GITHUB_ACTIONS") == "true"}
}

// Printf writes a part of the result. Text from outside goes through
// diag.Printable before it gets here. The commands that the format names are
// written as the user calls them; arguments stay as they are, as in Note.
func (v *View) Printf(format string, args ...any) {
	v.Stdout.Printf(v.Say(format), args...)
}

// Say returns a sentence with the commands of patctl as the user calls them.
func (v *View) Say(sentence string) string { return v.Stdout.program.Say(sentence) }

// JSON writes the result as one indented JSON document.
func (v *View) JSON(document any) error { return format.WriteJSON(v.Stdout, document) }

// Text writes a result for people, which fits a terminal.
func (v *View) Text(text []byte) { v.Printf("%s", v.Stdout.fold(text)) }

// Remark writes a line beside the result that nobody needs: what was done, what
// it cost, a hint. With --quiet there is none.
func (v *View) Remark(format string, args ...any) {
	if !v.Quiet {
		v.Note(format, args...)
	}
}

// Note writes a line beside the result that has to be seen also with --quiet:
// what the result leaves out, or rests on.
func (v *View) Note(format string, args ...any) {
	v.Stdout.Flush()
	v.Stderr.Printf("%s", v.Stderr.fold(fmt.Appendf(nil, v.Say(format)+"\n", args...)))
	v.Stderr.Flush()
}

// Diagnostics prints mistakes of the user's files, with the lines at which
// they are, to stderr.
func (v *View) Diagnostics(diags diag.Diagnostics, sources map[string][]byte) {
	if len(diags) == 0 {
		return
	}
	v.Stdout.Flush()
	printer := diag.Printer{Sources: sources, Color: v.Stderr.Color, Program: v.Stderr.program}
	if v.Stderr.Terminal {
		printer.Width = v.Stderr.Width
	}
	_ = printer.Text(v.Stderr, diags) // the stream remembers a failed write
	v.Stderr.Flush()
}

// Failure prints an error that ends the run.
func (v *View) Failure(err error) {
	var usage *UsageError
	if errors.As(err, &usage) {
		v.Diagnostics(diag.Diagnostics{diag.General(usage.Summary, usage.Detail)}, nil)
		return
	}
	v.Diagnostics(diag.Diagnostics{diag.General(err.Error(), "")}, nil)
}
