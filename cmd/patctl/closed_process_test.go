//go:build !windows

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/workspace"
)

// closedPipe is a pipe that nobody reads any more.
func closedPipe(t *testing.T) *os.File {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	t.Cleanup(func() { _ = write.Close() })
	return write
}

// TestOutputThatNobodyReads: patctl ends as if by SIGPIPE, without a message, whatever it found. Its files
// are there.
func TestOutputThatNobodyReads(t *testing.T) {
	p := newProcesses(t)
	p.tokensOf("snapshot")
	before := p.files()
	for _, command := range []string{
		"audit --snapshot snapshot", "audit --snapshot snapshot -o sarif -o html=page", "list", "render", "render -o json", "show template.reader.octodemo",
		"validate --json", "plan", "catalog", "explain GET /user", "pull --organization octodemo", "audit --organization octodemo -q", "completion bash", "help audit", "version",
	} {
		for _, line := range []string{"", "trap '' PIPE; "} { // systemd lets services ignore the signal
			run := p.shell(closedPipe(t), line+"exec patctl "+command)
			_ = run.Wait() // its exit code tells
			if run.ProcessState.ExitCode() != cli.ExitClosed || strings.Contains(run.stderr.String(), "Error") || strings.Contains(run.stderr.String(), "pipe") {
				t.Errorf("%s: %v\n%s", command, run.ProcessState, &run.stderr)
			}
		}
	}
	if page, err := os.ReadFile(filepath.Join(p.dir, "page")); err != nil || !bytes.Contains(page, []byte("</html>")) {
		t.Errorf("the page has %d bytes, %v", len(page), err)
	}
	_ = os.Remove(filepath.Join(p.dir, "page"))
	if got := p.files(); !slices.Equal(got, before) {
		t.Errorf("left are %v, want %v", got, before)
	}
}

// TestApplyThatNobodyReads: no review is made if nobody saw the plan. If nobody reads any more what
// was done, apply makes no more calls, and the next run goes on.
func TestApplyThatNobodyReads(t *testing.T) {
	p := newProcesses(t)
	run := p.startCommand(closedPipe(t), "apply", "--auto-approve")
	_ = run.Wait()
	p.wantSaid(run, cli.ExitClosed)
	if want := []string{"app.pem", "main.pat.hcl"}; len(p.posts()) > 0 || !slices.Equal(p.files(), want) {
		t.Errorf("calls were made: %v, left are %v", p.posts(), p.files())
	}
	arrived, release := p.hold(reviewOf(requestsList))
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	run = p.startCommand(write, "apply", "--auto-approve")
	_ = write.Close()
	<-arrived
	_ = read.Close()
	release()
	_ = run.Wait()
	p.wantSaid(run, cli.ExitClosed, "Error: interrupted, because nobody reads the output any more")
	if want := []string{"app.pem", "main.pat.hcl", workspace.JournalFile, workspace.InventoryFile}; !slices.Equal(p.files(), want) {
		t.Errorf("left are %v, want %v", p.files(), want)
	}
	posts := p.posts()
	if others, _ := p.server.Listed("octodemo"); len(others) != 1 {
		t.Errorf("calls were made after it: %v", posts)
	}
	p.wantRun(0, `done: approve request 31 "reader" of octocat in octodemo`)
	p.wantEnd(once())
}

// shell runs a line of the shell.
func (p *processes) shell(stdout *os.File, line string) *process {
	p.Helper()
	return p.startProgram(stdout, "sh", "-c", line)
}

// TestPipeAsFile: what -o and --out write to a pipe is what standard output would have.
func TestPipeAsFile(t *testing.T) {
	p := newProcesses(t)
	p.tokensOf("snapshot")
	if err := syscall.Mkfifo(filepath.Join(p.dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	for command, toPipe := range map[string]string{
		"audit --snapshot snapshot -o json": "audit --snapshot snapshot -o json=pipe",
		"render -o json":                    "render -o json=pipe",
		"pull --organization octodemo":      "pull --organization octodemo --out pipe",
	} {
		whole := p.startCommand(nil, strings.Fields(command)...)
		_ = whole.Wait()
		run := p.startCommand(nil, strings.Fields(toPipe)...)
		text, err := os.ReadFile(filepath.Join(p.dir, "pipe"))
		_ = run.Wait()
		if err != nil || !bytes.Equal(text, whole.stdout.Bytes()) || len(text) == 0 || run.ProcessState.ExitCode() != whole.ProcessState.ExitCode() {
			t.Errorf("%s: %v, %d bytes through the pipe instead of %d\n%s", toPipe, run.ProcessState, len(text), whole.stdout.Len(), &run.stderr)
		}
	}
}
