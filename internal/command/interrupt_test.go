package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"syscall"
	"testing"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
)

// TestFirstSignalEnds: what heeds no context is ended by the first signal.
func TestFirstSignalEnds(t *testing.T) {
	for signal, want := range map[os.Signal]int{os.Interrupt: 130, syscall.SIGTERM: 143} {
		var stderr bytes.Buffer
		code := 0
		ctx := signalled(t, new(cli.Interruption), &stderr, &code, signal)
		if code != want || stderr.String() != "Error: interrupted\n\n" || ctx.Err() != nil {
			t.Errorf("%v: exit code %d, context %v, stderr %q", signal, code, ctx.Err(), &stderr)
		}
		cli.Unfinished = cli.UnfinishedFiles{}
	}
}

// TestReadingHeedsSignals: what reads GitHub ends by itself at the first signal,
// and the run's exit code tells of it; the second signal does not wait.
func TestReadingHeedsSignals(t *testing.T) {
	var stderr bytes.Buffer
	i, code := new(cli.Interruption), 0
	done := i.Heeds()
	ctx := signalled(t, i, &stderr, &code, syscall.SIGTERM)
	if code != 0 || ctx.Err() == nil || stderr.Len() > 0 {
		t.Errorf("first: exit code %d, context %v, stderr %q", code, ctx.Err(), &stderr)
	}
	if got := finish(ctx, clitest.NewSilentEnv(t), ctx.Err()); got != cli.ExitTerminated {
		t.Errorf("the run ends with %d", got)
	}
	done()
	signalled(t, i, &stderr, &code, os.Interrupt)
	if code != cli.ExitInterrupted {
		t.Errorf("second: exit code %d", code)
	}
	cli.Unfinished = cli.UnfinishedFiles{}
}

// signalled is the context of a run that got a signal.
func signalled(t *testing.T, i *cli.Interruption, stderr io.Writer, code *int, s os.Signal) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	signals := make(chan os.Signal, 1)
	signals <- s
	close(signals)
	i.Watch(signals, cancel, stderr, func(c int) { *code = c })
	return ctx
}

// TestNobodyReads: what heeds its context ends in order, and everything else at once without a message.
func TestNobodyReads(t *testing.T) {
	for _, heeds := range []bool{false, true} {
		var stderr bytes.Buffer
		i, code := new(cli.Interruption), 0
		if heeds {
			defer i.Heeds()()
		}
		ctx, cancel := context.WithCancelCause(t.Context())
		e := clitest.NewEnv(t, failingWriter{syscall.EPIPE}, &stderr)
		e.Stdout.Closed = func() { i.Closed(cancel, func(c int) { code = c }) }
		for range 2 { // a second write changes nothing
			e.Stdout.Printf("a line\n")
			e.Stdout.Flush()
		}
		if (code == cli.ExitClosed) == heeds || (ctx.Err() != nil) != heeds || stderr.Len() > 0 {
			t.Errorf("heeds %t: exit code %d, context %v, stderr %q", heeds, code, ctx.Err(), &stderr)
		}
		for i, err := range []error{nil, cli.ErrPrinted, ctx.Err()} { // with the first two, it had nothing left to do
			if got := finish(ctx, e, err); heeds && (got != cli.ExitClosed || i < 2 && stderr.Len() > 0) {
				t.Errorf("after %v, the run ends with %d, stderr %q", err, got, &stderr)
			}
		}
		if heeds && stderr.String() != "Error: interrupted, because nobody reads the output any more\n\n" {
			t.Errorf("stderr %q", &stderr)
		}
		cli.Unfinished = cli.UnfinishedFiles{}
	}
}
