package cli

import "errors"

// The exit codes of patctl. `patctl help exit-codes` explains them.
const (
	ExitDone       = 0
	ExitError      = 1 // usage, configuration, credentials, network, or a check that could not be made
	ExitFindings   = 2 // findings of audit and links, failures of test, what explain, import, and migrate cannot cover, changes of plan --detailed-exitcode
	ExitFormat     = 3 // fmt --check found differences
	ExitIncomplete = 4 // the scan was incomplete; wins over exitDone and exitFindings

	ExitHangup      = 129 // the terminal was closed: SIGHUP
	ExitClosed      = 141 // nobody reads the output any more: SIGPIPE
	ExitInterrupted = 130 // by Ctrl-C: 128 and the number of the signal, as shells count
	ExitTerminated  = 143 // by SIGTERM
)

// RunsCommand is the annotation of a command that runs what follows its first argument:
// flags there are not its own.
const RunsCommand = "runs-command"

// PrintedError ends a command that has already said what it found.
type PrintedError struct{ code int }

func (PrintedError) Error() string { return "already printed" }

// ErrPrinted is what a command returns after it printed errors.
var ErrPrinted error = PrintedError{ExitError}

// ExitWith ends a command with the given code and without a further word.
func ExitWith(code int) error {
	if code == ExitDone {
		return nil
	}
	return PrintedError{code}
}

// ExitCode returns the code for what a command returned.
func ExitCode(err error) int {
	var printed PrintedError
	switch {
	case err == nil:
		return ExitDone
	case errors.As(err, &printed):
		return printed.code
	}
	return ExitError
}
