package main

import (
	"context"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// scriptServers are the fake GitHubs of the scripts that run.
var scriptServers sync.Map // of *githubtest.Server, by *testscript.TestScript

// scriptGitHub starts a fake GitHub that serves the world of a file, and sets
// what patctl needs to read it as its App; or asks the one that runs.
func scriptGitHub(t *testing.T, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: github WORLD | calls | forget | listed ORG | become WORLD")
	}
	if checked.IsScript(args[0]) {
		server, ok := scriptServers.Load(ts)
		if !ok {
			ts.Fatalf("github %s: no server was started", args[0])
		}
		checked.Script(ts, server.(*githubtest.Server), args)
		return
	}
	world, err := githubtest.ParseWorld([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	server, err := checked.Start(world)
	ts.Check(err)
	name := ts.Name()
	scriptServers.Store(ts, server)
	ts.Defer(func() {
		scriptServers.Delete(ts)
		server.Close()
		for _, v := range server.Violations() {
			t.Errorf("%s: this is not what GitHub's description says: %s", name, v)
		}
	})
	ts.Check(os.WriteFile(ts.MkAbs("app.pem"), server.AppPEM(), 0o600))
	address, err := url.Parse(server.URL)
	ts.Check(err)
	ts.Setenv("GITHUB_API_URL", server.URL)
	ts.Setenv("GITHUB_HOST", address.Host)
	ts.Setenv("GITHUB_APP_ID", "1")
	ts.Setenv("GITHUB_APP_PEM_FILE", ts.MkAbs("app.pem"))
	ts.Setenv("XDG_CACHE_HOME", ts.MkAbs("cache"))
}

// scriptClock is a clock that only moves when somebody waits.
type scriptClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *scriptClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *scriptClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}
