package main

import "errors"

// The exit codes of patctl. `patctl help exit-codes` explains them.
const (
	exitDone       = 0
	exitError      = 1 // usage, configuration, credentials, network, or a check that could not be made
	exitFindings   = 2 // findings of audit and links, what explain and import cannot cover, changes of plan --detailed-exitcode
	exitFormat     = 3 // fmt --check found differences
	exitIncomplete = 4 // the scan was incomplete; wins over exitDone and exitFindings

	exitInterrupted = 130 // by Ctrl-C: 128 and the number of the signal, as shells count
	exitTerminated  = 143 // by SIGTERM
)

// printedError ends a command that has already said what it found.
type printedError struct{ code int }

func (printedError) Error() string { return "already printed" }

// errPrinted is what a command returns after it printed errors.
var errPrinted error = printedError{exitError}

// exitWith ends a command with the given code and without a further word.
func exitWith(code int) error {
	if code == exitDone {
		return nil
	}
	return printedError{code}
}

// exitCode returns the code for what a command returned.
func exitCode(err error) int {
	var printed printedError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &printed):
		return printed.code
	}
	return exitError
}
