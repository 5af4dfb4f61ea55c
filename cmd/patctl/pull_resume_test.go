package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// readAt are the times in a snapshot, in which two runs differ.
var readAt = regexp.MustCompile(`"generated_at": "[^"]*"`)

// stopping is a fake GitHub whose client is stopped at some call.
type stopping struct {
	server *githubtest.Server
	dir    string

	mu     sync.Mutex
	now    time.Time
	stopAt int // calls from now; 0: never
	stop   func()
	killed []byte // what the file held at that moment
}

// clock moves on with every look at it, so that the file is written while organizations are read.
func (s *stopping) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(30 * time.Millisecond)
	return s.now
}

// called stops the run at its call.
func (s *stopping) called(*http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopAt--; s.stopAt == 0 {
		s.killed, _ = os.ReadFile(s.file()) // none: the file is not there yet
		s.stop()
	}
}

func (s *stopping) file() string { return filepath.Join(s.dir, "snapshot.json") }

// pull runs the command until it ends or is stopped at that call.
func (s *stopping) pull(t *testing.T, file string, stopAt int) (code int, stderr string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s.mu.Lock()
	s.stopAt, s.stop = stopAt, stop
	s.mu.Unlock()
	var errs bytes.Buffer
	e := clitest.NewEnv(t, io.Discard, &errs)
	e.Dir, e.Now = s.dir, s.clock
	e.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	e.Environ = []string{"GITHUB_API_URL=" + s.server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + string(s.server.AppPEM())}
	code = command.Run(ctx, []string{"pull", "--all-installations", "--resume", file}, e)
	return code, errs.String()
}

// TestResumeEqualsWhole: a run that is stopped or killed at random calls, and that meets faults,
// has in the end what a run has that was never stopped. On the way, the file is always a whole
// snapshot of all organizations, and never complete before its time.
func TestResumeEqualsWhole(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 3))
			s := &stopping{dir: t.TempDir(), now: githubtest.DefaultNow}
			w := randomFleet(random)
			w.Clock = s.clock
			s.server = checked.New(t, w)
			s.server.Latency = s.called
			for run := 0; ; run++ {
				if run == 60 {
					t.Fatal("it never ends")
				}
				// Which calls a run makes depends on the machine, so later runs may make more.
				code, stderr := s.pull(t, "snapshot.json", 3+random.IntN(30+run*run))
				if code == cli.ExitInterrupted && random.IntN(2) == 0 && s.killed != nil {
					if err := os.WriteFile(s.file(), s.killed, 0o600); err != nil { // as if it had been killed
						t.Fatal(err)
					}
				}
				complete := s.organizations(t, len(w.Organizations))
				if code == cli.ExitDone {
					break
				}
				if code != cli.ExitInterrupted && code != cli.ExitIncomplete || complete && code == cli.ExitIncomplete {
					t.Fatalf("exit code %d, complete %v\n%s", code, complete, stderr)
				}
			}
			if code, stderr := s.pull(t, "whole.json", 0); code != cli.ExitDone {
				t.Fatalf("exit code %d\n%s", code, stderr)
			}
			if diff := cmp.Diff(s.without(t, "whole.json"), s.without(t, "snapshot.json")); diff != "" {
				t.Errorf("-whole +resumed:\n%s", diff)
			}
		})
	}
}

// organizations reads the file, fails unless it has all organizations, and reports whether all are complete.
func (s *stopping) organizations(t *testing.T, want int) bool {
	t.Helper()
	data, err := os.ReadFile(s.file())
	if err != nil {
		return false // stopped before there was a list of organizations
	}
	snapshot, err := github.DecodeSnapshot(data)
	if err != nil || len(snapshot.Organizations) != want {
		t.Fatalf("the file is no whole snapshot: %v\n%s", err, data)
	}
	return !slices.ContainsFunc(snapshot.Organizations, func(o github.Organization) bool { return !o.Complete() })
}

func (s *stopping) without(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(readAt.ReplaceAll(data, nil))
}

// randomFleet is a world of some organizations, in which some calls fail the first time.
func randomFleet(random *rand.Rand) githubtest.World {
	var w githubtest.World
	kinds := []githubtest.FaultKind{githubtest.FaultStatus, githubtest.FaultSecondaryLimit, githubtest.FaultCut, githubtest.FaultReset, githubtest.FaultHTML, githubtest.FaultExpireToken}
	for i := range 8 + random.IntN(8) {
		o := githubtest.Organization{Login: fmt.Sprintf("Org-%d", i)}
		for n := range random.IntN(5) {
			g := githubtest.Grant{}
			g.ID = int64(n + 1)
			if random.IntN(2) == 0 {
				g.Repositories = []string{"api", "web"}
			}
			o.Tokens = append(o.Tokens, g)
		}
		w.Organizations = append(w.Organizations, o)
		if random.IntN(3) == 0 {
			w.Faults = append(w.Faults, githubtest.Fault{
				Organization: o.Login, Do: kinds[random.IntN(len(kinds))], Status: []int{403, 502}[random.IntN(2)], Seconds: 1, Times: 1 + random.IntN(9),
			})
		}
	}
	return w
}
