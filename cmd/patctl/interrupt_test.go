package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestFirstSignalEnds: what heeds no context is ended by the first signal.
func TestFirstSignalEnds(t *testing.T) {
	for signal, want := range map[os.Signal]int{os.Interrupt: 130, syscall.SIGTERM: 143} {
		var stderr bytes.Buffer
		code := 0
		ctx := signalled(t, new(interruption), &stderr, &code, signal)
		if code != want || stderr.String() != "Error: interrupted\n\n" || ctx.Err() != nil {
			t.Errorf("%v: exit code %d, context %v, stderr %q", signal, code, ctx.Err(), &stderr)
		}
		unfinished = unfinishedFiles{}
	}
}

// TestReadingHeedsSignals: what reads GitHub ends by itself at the first signal,
// and the run's exit code tells of it; the second signal does not wait.
func TestReadingHeedsSignals(t *testing.T) {
	var stderr bytes.Buffer
	i, code := new(interruption), 0
	done := i.heeds()
	ctx := signalled(t, i, &stderr, &code, syscall.SIGTERM)
	if code != 0 || ctx.Err() == nil || stderr.Len() > 0 {
		t.Errorf("first: exit code %d, context %v, stderr %q", code, ctx.Err(), &stderr)
	}
	if got := finish(ctx, silentEnv(t), ctx.Err()); got != exitTerminated {
		t.Errorf("the run ends with %d", got)
	}
	done()
	signalled(t, i, &stderr, &code, os.Interrupt)
	if code != exitInterrupted {
		t.Errorf("second: exit code %d", code)
	}
	unfinished = unfinishedFiles{}
}

// signalled is the context of a run that got a signal.
func signalled(t *testing.T, i *interruption, stderr io.Writer, code *int, s os.Signal) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	signals := make(chan os.Signal, 1)
	signals <- s
	close(signals)
	i.watch(signals, cancel, stderr, func(c int) { *code = c })
	return ctx
}

// TestSignalLeavesNoHalfFile: files that are being written are gone, and the
// one that was to be replaced is as it was.
func TestSignalLeavesNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{old, filepath.Join(dir, "new")} {
		f, err := createFile(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.discard()
		if _, err := f.Write([]byte("half")); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(filepath.Join(dir, "whole"), []byte("whole")); err != nil {
		t.Fatal(err)
	}
	unfinished.abandon()
	defer func() { unfinished = unfinishedFiles{} }()
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if hidden, _ := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(hidden) > 0 || len(left) != 2 {
		t.Errorf("left: %v %v, %v", left, hidden, err)
	}
	if text, err := os.ReadFile(old); err != nil || string(text) != "old" {
		t.Errorf("the old file holds %q, %v", text, err)
	}
}

// TestSignalEndsProcess: a process that reads its standard input, as one that
// evaluates, ends at once.
func TestSignalEndsProcess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no way to send the signal")
	}
	for signal, want := range map[os.Signal]int{os.Interrupt: 130, syscall.SIGTERM: 143} {
		cmd := exec.Command("patctl", "fmt", "-")
		cmd.Dir = t.TempDir()
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// More than a pipe holds: once it is written, patctl is reading.
		if _, err := io.WriteString(stdin, strings.Repeat("# a comment\n", 1<<16)); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		err = cmd.Wait()
		var failed *exec.ExitError
		if !errors.As(err, &failed) || failed.ExitCode() != want || stderr.String() != "Error: interrupted\n\n" {
			t.Errorf("%v: %v, stderr %q", signal, err, &stderr)
		}
	}
}
