package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// heedSignals has processes that a test starts heed signals, although the test may have been
// started with some of them ignored, as nohup and shells do.
func heedSignals(t *testing.T) {
	caught := make(chan os.Signal, 3)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(caught) })
}

// TestSignalEndsProcess: a process that reads its standard input, as one that
// evaluates, ends at once.
func TestSignalEndsProcess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no way to send the signal")
	}
	heedSignals(t)
	for signal, want := range map[os.Signal]int{os.Interrupt: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
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
