package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/workspace"
)

const processConfiguration = `
organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["undeclared"]
    max_revoke_share = 1
  }
}
organization "octodemo" {
  review {
    approve = ["conforming"]
  }
}
template "reader" {
  for_each    = toset(["octo-org", "octodemo"])
  name        = "reader"
  target_name = each.key
  expires_in  = "none"
  permissions = { contents = "read" }
}
`

// processes is a directory in which patctl is run as a process of its own,
// before a fake GitHub that can be made to wait.
type processes struct {
	*testing.T
	dir    string
	server *githubtest.Server
	env    []string
}

func newProcesses(t *testing.T, faults ...githubtest.Fault) *processes {
	t.Helper()
	heedSignals(t)
	grant := func(id int64, name string, level pat.Level) githubtest.Grant {
		return githubtest.Grant{Grant: pat.Grant{ID: id, TokenName: name, Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": level}}}}
	}
	p := &processes{T: t, dir: t.TempDir()}
	p.server = checked.New(t, githubtest.World{Faults: faults, Organizations: []githubtest.Organization{
		{Login: "octo-org", Requests: []githubtest.Grant{grant(11, "reader", "read"), grant(12, "reader", "write")}, Tokens: []githubtest.Grant{grant(21, "mine", "write")}},
		{Login: "octodemo", Requests: []githubtest.Grant{grant(31, "reader", "read")}},
	}})
	p.write("main.pat.hcl", processConfiguration)
	p.write("app.pem", string(p.server.AppPEM()))
	p.env = append(os.Environ(), "GITHUB_API_URL="+p.server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM_FILE=app.pem",
		"GH_TOKEN=", "GITHUB_TOKEN=", "XDG_CACHE_HOME="+p.dir, "HOME="+p.dir, "PATCTL_LOG=", "SCRIPT_NOW=2026-11-22T12:00:00Z")
	return p
}

func (p *processes) write(name, text string) {
	p.Helper()
	if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
}

// process is a patctl that runs, or has run.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

// start starts an apply that needs no answer. TestMain makes of the test binary
// the patctl that is found.
func (p *processes) start() *process {
	p.Helper()
	return p.startCommand(nil, "apply", "--auto-approve")
}

// startCommand starts a command, whose standard output goes to a file unless that is nil.
func (p *processes) startCommand(stdout *os.File, args ...string) *process {
	p.Helper()
	return p.startProgram(stdout, "patctl", args...)
}

func (p *processes) startProgram(stdout *os.File, program string, args ...string) *process {
	p.Helper()
	out := &process{Cmd: exec.CommandContext(limited(p.T), program, args...)}
	out.Dir, out.Env, out.Stdout, out.Stderr = p.dir, p.env, &out.stdout, &out.stderr
	if stdout != nil {
		out.Stdout = stdout
	}
	if err := out.Start(); err != nil {
		p.Fatal(err)
	}
	return out
}

// limited is a context after which a process of a test that fails is killed.
func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// wantRun runs an apply to its end and fails unless it ends with a code and says
// all of some words.
func (p *processes) wantRun(code int, words ...string) {
	p.Helper()
	run := p.start()
	_ = run.Wait() // its exit code tells
	said := run.stdout.String() + run.stderr.String()
	if got := run.ProcessState.ExitCode(); got != code {
		p.Errorf("exit code %d, want %d\n%s", got, code, said)
	}
	for _, w := range words {
		if !strings.Contains(strings.Join(strings.Fields(said), " "), w) {
			p.Errorf("it does not say %q:\n%s", w, said)
		}
	}
}

// kill ends a process as kill -9 does, and waits until it is gone.
func (p *processes) kill(run *process) {
	p.Helper()
	if err := run.Process.Kill(); err != nil {
		p.Fatal(err)
	}
	_ = run.Wait() // it was killed
}

// hold makes the server keep the first call that is chosen. It returns a channel
// that tells of its arrival, and a function that lets it go on.
func (p *processes) hold(chosen func(*http.Request) bool) (arrived chan struct{}, release func()) {
	arrived, released := make(chan struct{}), make(chan struct{})
	held := make(chan struct{}, 1)
	p.server.Latency = func(r *http.Request) {
		if !chosen(r) {
			return
		}
		select {
		case held <- struct{}{}:
			close(arrived)
			<-released
		default:
		}
	}
	p.server.Forget() // its lock puts this before the calls of other processes
	return arrived, func() { close(released) }
}

func reviewOf(list string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/octo-org/"+list)
	}
}

const requestsList, tokensList = "personal-access-token-requests", "personal-access-tokens"

// until waits for what the server does with a call whose sender is gone.
func until(t *testing.T, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for ; !done(); runtime.Gosched() {
		if ctx.Err() != nil {
			t.Fatal("it does not happen")
		}
	}
}

// posts counts the calls by organization that change something.
func (p *processes) posts() map[string]int {
	out := map[string]int{}
	for _, c := range p.server.Calls() {
		if c.Method == http.MethodPost && strings.HasPrefix(c.Path, "/orgs/") {
			out[strings.TrimPrefix(c.Path, "/orgs/")]++
		}
	}
	return out
}

// wantEnd fails unless everything was done, with so many calls, and the journal
// leaves nothing open.
func (p *processes) wantEnd(posts map[string]int) {
	p.Helper()
	requests, tokens := p.server.Listed("octo-org")
	others, _ := p.server.Listed("octodemo")
	if diff := cmp.Diff([]int{0, 1, 0}, []int{len(requests), len(tokens), len(others)}); diff != "" {
		p.Errorf("requests %v and tokens %v are left, and requests %v of octodemo", requests, tokens, others)
	}
	if diff := cmp.Diff(posts, p.posts()); diff != "" {
		p.Errorf("calls (-want +got):\n%s", diff)
	}
	data, err := os.ReadFile(filepath.Join(p.dir, workspace.JournalFile))
	if err != nil {
		p.Fatal(err)
	}
	told, err := apply.ReadJournal(bytes.NewReader(data))
	if err != nil || told.Broken > 0 || len(told.Open) > 0 {
		p.Errorf("the journal tells %+v, %v:\n%s", told, err, data)
	}
	if _, err := os.Stat(filepath.Join(p.dir, workspace.LockFile)); err == nil {
		p.Error("the lock is still there")
	}
}
