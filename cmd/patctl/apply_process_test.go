package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/lock"
)

// once is how often each list is called when nothing goes wrong.
func once() map[string]int {
	return map[string]int{"octo-org/" + requestsList: 2, "octo-org/" + tokensList: 1, "octodemo/" + requestsList: 1}
}

const lookedBack = "An earlier run was interrupted. The results of its last calls are: "

// TestKilledDuringACall: GitHub carries it out all the same, and the next run
// does not do it again.
func TestKilledDuringACall(t *testing.T) {
	p := newProcesses(t)
	arrived, release := p.hold(reviewOf(requestsList))
	first := p.start()
	<-arrived
	p.kill(first)
	release()
	until(t, func() bool { requests, _ := p.server.Listed("octo-org"); return len(requests) == 1 })
	p.wantRun(0, lookedBack+"done: approve request 11 in octo-org", "Took over the lock .patctl.lock from the process "+fmt.Sprint(first.Process.Pid),
		"Reviews: 1 approved, 1 denied, 1 revoked; 0 skipped, 0 failed.")
	p.wantEnd(once())
}

// TestKilledDuringALostCall: GitHub does nothing. The next run finds that out and
// leaves the request alone, since the call could still be carried out; the one
// after it does it.
func TestKilledDuringALostCall(t *testing.T) {
	p := newProcesses(t, githubtest.Fault{Do: githubtest.FaultNoEffect, Method: http.MethodPost, Organization: "octo-org", Times: 1})
	arrived, release := p.hold(reviewOf(requestsList))
	first := p.start()
	<-arrived
	p.kill(first)
	release()
	p.wantRun(1, "? request 11", lookedBack+"NO EFFECT: approve request 11 in octo-org", "Reviews: 1 approved, 1 denied, 1 revoked; 0 skipped, 0 failed.", "To plan them again")
	p.wantRun(0, "Reviews: 1 approved, 0 denied, 0 revoked; 0 skipped, 0 failed.")
	posts := once()
	posts["octo-org/"+requestsList]++
	p.wantEnd(posts)
}

// TestKilledBetweenCalls: all of one organization is done, and not yet seen to
// be, and nothing of the other.
func TestKilledBetweenCalls(t *testing.T) {
	p := newProcesses(t)
	var revoked atomic.Bool
	arrived, release := p.hold(func(r *http.Request) bool {
		if reviewOf(tokensList)(r) {
			revoked.Store(true)
			return false
		}
		return revoked.Load() && r.Method == http.MethodGet
	})
	first := p.start()
	<-arrived
	p.kill(first)
	release()
	p.wantRun(0, lookedBack+"done: approve request 11 in octo-org done: deny request 12 in octo-org done: revoke token 21 in octo-org",
		"Reviews: 1 approved, 0 denied, 0 revoked; 0 skipped, 0 failed.")
	p.wantEnd(once())
}

// TestKilledAtTheEnd: nothing is left to be done, and the journal gets its end.
func TestKilledAtTheEnd(t *testing.T) {
	p := newProcesses(t)
	p.write("main.pat.hcl", strings.Replace(processConfiguration, "approve = [\"conforming\"]", "", 1))
	arrived, release := p.hold(reviewOf(tokensList))
	first := p.start()
	<-arrived
	p.kill(first)
	release()
	until(t, func() bool { _, tokens := p.server.Listed("octo-org"); return len(tokens) == 1 })
	p.wantRun(0, "No changes.", lookedBack, "done: approve request 11 in octo-org", "done: revoke token 21 in octo-org")
	p.write("main.pat.hcl", processConfiguration)
	p.wantRun(0)
	p.wantEnd(once())
}

// TestTwoAtOnce: the second says who is at work, and the first goes on.
func TestTwoAtOnce(t *testing.T) {
	p := newProcesses(t)
	arrived, release := p.hold(reviewOf(requestsList))
	first := p.start()
	<-arrived
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	p.wantRun(1, "Error: Another apply is running", fmt.Sprintf("is locked by the process %d on %s, since 2026-11-22T12:00:00Z.", first.Process.Pid, host))
	release()
	if err := first.Wait(); err != nil {
		t.Errorf("the first: %v\n%s%s", err, &first.stdout, &first.stderr)
	}
	p.wantEnd(once())
}

// TestLocksLeftBehind: one of a dead process here is taken over, one of another
// machine may be in use.
func TestLocksLeftBehind(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	p := newProcesses(t)
	p.write(workspace.LockFile, lockText(t, lock.Holder{Host: "elsewhere\x1b[31m", PID: 4, Since: githubtest.DefaultNow}))
	p.wantRun(1, `is locked by the process 4 on elsewhere\x1b[31m, since 2026-11-22T12:00:00Z.`, "If that machine no longer exists, remove the file.")
	if len(p.posts()) > 0 {
		t.Errorf("calls were made: %v", p.posts())
	}
	if _, err := os.Stat(filepath.Join(p.dir, workspace.LockFile)); err != nil {
		t.Errorf("the lock of another machine: %v", err)
	}
	for _, text := range []string{lockText(t, lock.Holder{Host: host, PID: 999_999_999, Since: githubtest.DefaultNow}), "", "{", "null"} {
		p = newProcesses(t)
		p.write(workspace.LockFile, text)
		p.wantRun(0, "Reviews: 2 approved, 1 denied, 1 revoked; 0 skipped, 0 failed.")
		p.wantEnd(once())
	}
}

func lockText(t *testing.T, h lock.Holder) string {
	t.Helper()
	text, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
