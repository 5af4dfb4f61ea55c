package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/patctl/patctl/internal/diag"
)

// run is patctl without the process: it carries out the command line args and
// returns the exit code. It does not panic.
func run(ctx context.Context, args []string, e *env) (code int) {
	// Known before cobra parses the flags, so that usage errors heed it too.
	e.global.noColor = slices.Contains(args, "--no-color") || slices.Contains(args, "-no-color")
	e.setStyle()
	e.setLog()
	defer func() {
		if p := recover(); p != nil {
			code = reportBug(e, p, debug.Stack())
		}
	}()
	return finish(ctx, e, execute(ctx, args, e))
}

func execute(ctx context.Context, args []string, e *env) error {
	if e.dirErr != nil {
		return fmt.Errorf("find the working directory: %w", e.dirErr)
	}
	root := newRootCmd(e)
	args, err := normalizeArgs(root, args)
	if err != nil {
		return err
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// finish says what a command could not say itself and empties the streams.
func finish(ctx context.Context, e *env, err error) int {
	v := newView(e)
	code := exitCode(err)
	switch {
	case errors.As(err, new(printedError)):
	case err != nil && ctx.Err() != nil:
		v.failure(errors.New("interrupted"))
		code = interruptedCode(ctx)
	case err != nil:
		v.failure(err)
	}
	for _, root := range e.roots {
		_ = root.Close()
	}
	e.stdout.flush()
	if e.stdout.err != nil {
		v.failure(fmt.Errorf("write the result: %w", e.stdout.err))
		code = exitError
	}
	e.stderr.flush()
	return code
}

// flushGuarded writes what a stream still holds. Writing may be what panicked.
func flushGuarded(s *stream) {
	defer func() { _ = recover() }()
	s.flush()
}

// reportBug says that patctl itself is wrong. The stack, and what the panic
// carries, help only who works on patctl, so they are shown on demand.
func reportBug(e *env, p any, stack []byte) int {
	flushGuarded(e.stdout)
	e.stderr.printf("%s", "Error: patctl has a bug\n\n"+
		"This is a mistake in patctl, not in your configuration. Please report it at\n"+
		"https://github.com/patctl/patctl/issues with the command that you ran and the\n"+
		"output of `patctl version`. PATCTL_LOG=debug shows where it happened.\n")
	if e.debug() {
		e.stderr.printf("\n%s\n\n%s", diag.PrintableText(fmt.Sprint(p)), diag.PrintableText(string(stack)))
	}
	e.stderr.flush()
	return exitError
}
