//go:build !windows

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace"
)

// files are the names of all files below the directory, without those of the cache.
func (p *processes) files() []string {
	p.Helper()
	var out []string
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if d.IsDir() && d.Name() == "patctl" {
			return filepath.SkipDir
		}
		if name, _ := filepath.Rel(p.dir, path); !d.IsDir() {
			out = append(out, name)
		}
		return err
	})
	if err != nil {
		p.Fatal(err)
	}
	return out
}

// endedBySignal sends a signal, and fails unless the process ends as shells expect, and says all of some words.
func (p *processes) endedBySignal(run *process, signal syscall.Signal, words ...string) {
	p.Helper()
	if err := run.Process.Signal(signal); err != nil {
		p.Fatal(err)
	}
	_ = run.Wait() // its exit code tells
	p.wantSaid(run, 128+int(signal), append(words, "Error: interrupted")...)
}

// wantSaid fails unless a process has ended with a code, and said all of some words.
func (p *processes) wantSaid(run *process, code int, words ...string) {
	p.Helper()
	said := run.stdout.String() + run.stderr.String()
	if got := run.ProcessState.ExitCode(); got != code {
		p.Errorf("%v: exit code %d, want %d\n%s", run.Args, got, code, said)
	}
	for _, w := range words {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), w) {
			p.Errorf("%v does not say %q:\n%s", run.Args, w, said)
		}
	}
}

// listOf chooses the calls for a list of an organization.
func listOf(organization, list string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/"+organization+"/"+list)
	}
}

// TestSignalWhileReading: a command that reads GitHub reports what it has, and changes no file but
// that of --resume, with which the next run goes on.
func TestSignalWhileReading(t *testing.T) {
	for i, test := range []struct {
		command string
		files   []string // that it makes
		says    []string
	}{
		{"pull --out earlier", nil, []string{"octodemo, tokens: The operation was interrupted.", "before the interruption, and wrote no snapshot."}},
		{"pull --resume resumed", []string{"resumed"}, []string{"before the interruption, and wrote resumed. To read the rest, run the same command again."}},
		{"audit -o json=report -o text", []string{"report"}, []string{"INCOMPLETE", "octodemo: tokens: The operation was interrupted."}},
		{"plan --live --out earlier", nil, nil},
		{"apply --auto-approve", nil, nil},
		{"doctor", nil, nil},
	} {
		signal := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP}[i%3]
		p := newProcesses(t)
		p.write("earlier", "what was there before")
		before := p.files()
		arrived, release := p.hold(listOf("octodemo", tokensList))
		run := p.startCommand(nil, strings.Fields(test.command)...)
		<-arrived
		p.endedBySignal(run, signal, test.says...)
		release()
		want := append(slices.Clone(before), test.files...)
		slices.Sort(want)
		if got := p.files(); !slices.Equal(got, want) {
			t.Errorf("%s leaves %v, want %v", test.command, got, want)
		}
		if text, _ := os.ReadFile(filepath.Join(p.dir, "earlier")); string(text) != "what was there before" {
			t.Errorf("%s wrote\n%s", test.command, text)
		}
		if len(p.posts()) > 0 {
			t.Errorf("%s made calls: %v", test.command, p.posts())
		}
	}
}

// TestSignalWhileActing: apply makes no more calls, says of each review what is known of it, and gives
// back its lock. The next run finds out the rest, and goes on.
func TestSignalWhileActing(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		p := newProcesses(t)
		arrived, release := p.hold(reviewOf(tokensList))
		run := p.start()
		<-arrived
		const unchecked = "The run was interrupted before patctl checked whether it took effect. The next apply checks it."
		p.endedBySignal(run, signal,
			`UNKNOWN: approve request 11 "reader" of octocat in octo-org `+unchecked,
			`UNKNOWN: deny request 12 "reader" of octocat in octo-org `+unchecked,
			`UNKNOWN: revoke token 21 "mine" of octocat in octo-org The response was lost. The run was interrupted before GitHub answered. `+unchecked,
			`NOT DONE: approve request 31 "reader" of octocat in octodemo The run was interrupted first.`)
		if want := []string{"app.pem", "main.pat.hcl", workspace.JournalFile, workspace.InventoryFile}; !slices.Equal(p.files(), want) {
			t.Errorf("left are %v, want %v", p.files(), want)
		}
		release()
		until(t, func() bool { _, tokens := p.server.Listed("octo-org"); return len(tokens) == 1 })
		p.wantRun(0, "An earlier run was interrupted.", "done: approve request 11 in octo-org", "done: deny request 12 in octo-org", "done: revoke token 21 in octo-org",
			`done: approve request 31 "reader" of octocat in octodemo`)
		p.wantEnd(once())
	}
}

// TestSecondSignal: a process that got a signal, and waits for whoever reads its output, ends at once.
func TestSecondSignal(t *testing.T) {
	p := newProcesses(t)
	arrived, canceled := make(chan struct{}), make(chan struct{})
	p.server.Latency = func(r *http.Request) {
		if listOf("octodemo", tokensList)(r) {
			close(arrived)
			<-r.Context().Done()
			close(canceled)
		}
	}
	p.server.Forget() // its lock puts this before the calls of other processes
	read, full := fullPipe(t)
	defer read.Close()
	run := p.startCommand(full, "audit")
	<-arrived
	if err := run.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	<-canceled
	p.endedBySignal(run, syscall.SIGTERM)
}

// fullPipe is a pipe that takes no more.
func fullPipe(t *testing.T) (read, write *os.File) {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := write.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var filled error
	err = raw.Write(func(fd uintptr) bool {
		for size := 1 << 16; size > 0; {
			if _, filled = syscall.Write(int(fd), make([]byte, size)); filled != nil {
				size /= 2
			}
		}
		return true
	})
	if err != nil || filled != syscall.EAGAIN {
		t.Fatalf("fill the pipe: %v, %v", err, filled)
	}
	return read, write
}

// tokensOf writes a snapshot with many tokens, whose reports are larger than a pipe.
func (p *processes) tokensOf(name string) {
	p.Helper()
	o := github.Organization{Login: "octo-org", ReadAt: githubtest.DefaultNow}
	for id := range int64(1000) {
		o.Tokens = append(o.Tokens, pat.Grant{ID: id + 1, TokenID: id + 1, TokenName: "undeclared", Owner: "octocat", RepositorySelection: "none",
			Permissions: pat.GrantPermissions{Organization: pat.Permissions{"members": "read"}}})
	}
	var text bytes.Buffer
	s := github.Snapshot{Host: "github.com", GeneratedAt: o.ReadAt, Organizations: []github.Organization{o}}
	if err := s.Encode(&text, "1.2.3"); err != nil {
		p.Fatal(err)
	}
	p.write(name, text.String())
}

// TestSignalWhileWriting: of several files none is written, and no unfinished one stays.
func TestSignalWhileWriting(t *testing.T) {
	p := newProcesses(t)
	p.tokensOf("snapshot")
	p.write("report", "what was there before")
	if err := syscall.Mkfifo(filepath.Join(p.dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := p.files()
	run := p.startCommand(nil, "audit", "--snapshot", "snapshot", "-o", "html=report", "-o", "json=new", "-o", "csv=pipe")
	pipe, err := os.Open(filepath.Join(p.dir, "pipe")) // returns once patctl has opened it
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	if half := p.files(); len(half) != len(before)+2 {
		t.Errorf("while the report is written, there are %v", half)
	}
	p.endedBySignal(run, syscall.SIGTERM)
	if got := p.files(); !slices.Equal(got, before) {
		t.Errorf("left are %v, want %v", got, before)
	}
	if text, _ := os.ReadFile(filepath.Join(p.dir, "report")); string(text) != "what was there before" {
		t.Errorf("the report holds\n%s", text)
	}
}

// TestSignalWhileRecording: a signal ends the command, and the record of what it did until then is written.
func TestSignalWhileRecording(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		p := newProcesses(t)
		temp := t.TempDir()
		p.env = append(p.env, "TMPDIR="+temp)
		p.write("record.json", "what was there before")
		if err := syscall.Mkfifo(filepath.Join(p.dir, "wait"), 0o600); err != nil {
			t.Fatal(err)
		}
		before := p.files()
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		run := p.startCommand(write, "record", "--", "sh", "-c", "echo ready; exec cat "+filepath.Join(p.dir, "wait"))
		_ = write.Close()
		defer read.Close()
		if _, err := io.ReadFull(read, make([]byte, len("ready\n"))); err != nil {
			t.Fatal(err)
		}
		_ = run.Process.Signal(signal)
		_ = run.Wait()
		if got := run.ProcessState.Sys().(syscall.WaitStatus); !got.Signaled() || got.Signal() != signal {
			t.Errorf("it ended with %v, want %v\n%s", run.ProcessState, signal, &run.stderr)
		}
		text, _ := os.ReadFile(filepath.Join(p.dir, "record.json"))
		if got := p.files(); !json.Valid(text) || !slices.Equal(got, before) {
			t.Errorf("left are %v, and the record holds\n%s", got, text)
		}
		if left, _ := filepath.Glob(filepath.Join(temp, "*")); left != nil {
			t.Errorf("%v is left", left)
		}
	}
}

// TestServerHangup: SIGHUP lets a server load its configuration again, and SIGTERM ends it.
func TestServerHangup(t *testing.T) {
	p := newProcesses(t)
	cmd := exec.CommandContext(limited(t), "patctl", "serve", "--listen", "127.0.0.1:0")
	cmd.Dir, cmd.Env = p.dir, append(p.env, "PATCTL_WEBHOOK_SECRET=0123456789abcdef0123456789abcdef")
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	for _, next := range []struct {
		says string
		send syscall.Signal
	}{{"serving", syscall.SIGHUP}, {"configuration loaded", syscall.SIGTERM}, {"stopped", 0}} {
		said := ""
		for !strings.Contains(lines.Text(), `"`+next.says+`"`) || said == "" {
			if !lines.Scan() {
				t.Fatalf("it does not say %q:\n%s", next.says, said)
			}
			said += lines.Text() + "\n"
		}
		if next.send != 0 {
			_ = cmd.Process.Signal(next.send)
		}
	}
	for lines.Scan() {
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}
