package command

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
)

// Run is patctl without the process: it carries out the command line args and
// returns the exit code. It does not panic.
func Run(ctx context.Context, args []string, e *cli.Env) (code int) {
	// Known before cobra parses the flags, so that usage errors heed it too.
	e.Global.NoColor = slices.Contains(args, "--no-color") || slices.Contains(args, "-no-color")
	e.SetStyle()
	e.SetLog()
	defer func() {
		if p := recover(); p != nil {
			code = reportBug(e, p, debug.Stack())
		}
	}()
	return finish(ctx, e, execute(ctx, args, e))
}

func execute(ctx context.Context, args []string, e *cli.Env) error {
	if e.DirErr != nil {
		return fmt.Errorf("find the working directory: %w", e.DirErr)
	}
	root := NewRootCmd(e)
	args, err := normalizeArgs(root, args)
	if err != nil {
		return err
	}
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// finish says what a command could not say itself and empties the streams.
func finish(ctx context.Context, e *cli.Env, err error) int {
	v := cli.NewView(e)
	code := cli.ExitCode(err)
	switch {
	case errors.As(err, new(cli.PrintedError)):
	case err != nil && ctx.Err() != nil:
		var why error
		code, why = cli.Interrupted(ctx)
		v.Failure(why)
	case err != nil:
		v.Failure(err)
	}
	e.CloseRoots()
	e.Stdout.Flush()
	if closed, _ := cli.Interrupted(ctx); closed == cli.ExitClosed {
		code = closed // also if the run had nothing left to do
	}
	if e.Stdout.Err != nil && code != cli.ExitClosed {
		v.Failure(fmt.Errorf("write the result: %w", e.Stdout.Err))
		code = cli.ExitError
	}
	e.Stderr.Flush()
	return code
}

// flushGuarded writes what a stream still holds. Writing may be what panicked.
func flushGuarded(s *cli.Stream) {
	defer func() { _ = recover() }()
	s.Flush()
}

// reportBug says that patctl itself is wrong. The stack, and what the panic
// carries, help only who works on patctl, so they are shown on demand.
func reportBug(e *cli.Env, p any, stack []byte) int {
	flushGuarded(e.Stdout)
	e.Stderr.Printf("%s", e.Program.Say("Error: patctl has a bug\n\n"+
		"The error is in patctl, not in your configuration. Report it at\n"+
		"https://github.com/patctl/patctl/issues with the command that you ran and the\n"+
		"output of `patctl version`. PATCTL_LOG=debug shows where it happened.\n"))
	if e.Debug() {
		e.Stderr.Printf("\n%s\n\n%s", diag.PrintableText(fmt.Sprint(p)), diag.PrintableText(string(stack)))
	}
	e.Stderr.Flush()
	return cli.ExitError
}
