package api_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The size of a soak, and what it is made from.
const (
	requestsSetting = "PATCTL_TEST_REQUESTS"
	seedSetting     = "PATCTL_TEST_SEED"
)

// soak is many random worlds, one after another.
type soak struct {
	dir           string
	seed, lane    uint64
	worlds, looks int
	requests      int
	// Organizations; calm are those of the complete ones that nothing happened to.
	complete, incomplete, calm int
	reviewed, jumped           int            // reviews; clocks
	met                        map[string]int // what calls met
}

// soakLanes is how many worlds there are at a time, each in a bubble of its own.
const soakLanes = 2

// TestSoak: whatever goes wrong between the client and GitHub, an organization is as it is at
// GitHub, or incomplete, and then its gaps name each list that is not as it is there.
func TestSoak(t *testing.T) {
	requests, seed := number(t, requestsSetting, 10_000), uint64(number(t, seedSetting, 1))
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // a third of the time goes into garbage otherwise
	start, all := time.Now(), &soak{met: map[string]int{}}
	var mu sync.Mutex
	t.Run("lanes", func(t *testing.T) {
		for lane := range uint64(soakLanes) {
			t.Run(fmt.Sprint(lane), func(t *testing.T) {
				t.Parallel()
				s := &soak{dir: filepath.Join(t.TempDir(), "cache"), seed: seed, lane: lane, met: map[string]int{}}
				for ; s.requests < requests/soakLanes && !t.Failed(); s.worlds++ {
					synctest.Test(t, s.world)
				}
				mu.Lock()
				defer mu.Unlock()
				all.add(s)
			})
		}
	})
	all.tell(t, time.Since(start))
	if requests >= 100_000 {
		all.wantAll(t)
	}
}

// add adds what another soak counted.
func (k *soak) add(other *soak) {
	k.worlds, k.looks, k.requests = k.worlds+other.worlds, k.looks+other.looks, k.requests+other.requests
	k.complete, k.incomplete, k.calm = k.complete+other.complete, k.incomplete+other.incomplete, k.calm+other.calm
	k.reviewed, k.jumped = k.reviewed+other.reviewed, k.jumped+other.jumped
	for name, n := range other.met {
		k.met[name] += n
	}
}

// tell prints the figures, and fails if they say little.
func (k *soak) tell(t *testing.T, took time.Duration) {
	t.Logf("%d requests in %d looks at %d worlds, %s: %d organizations complete (%d of them calm), %d incomplete; %d reviews, %d clocks that jumped", k.requests, k.looks, k.worlds,
		took.Round(100*time.Millisecond), k.complete, k.calm, k.incomplete, k.reviewed, k.jumped)
	for _, name := range slices.Sorted(maps.Keys(k.met)) {
		t.Logf("%7d %s", k.met[name], name)
	}
	if k.complete < k.looks/2 || k.incomplete < k.looks/4 || k.calm < k.looks/8 {
		t.Error("too few organizations are complete, or incomplete: the test says little")
	}
}

// wantAll fails unless calls met everything that there is.
func (k *soak) wantAll(t *testing.T) {
	for _, kind := range soakFaults {
		if k.met[string(kind)] == 0 {
			t.Errorf("no call met %s", kind)
		}
	}
	for _, what := range troubles {
		if k.met[what.name] == 0 {
			t.Errorf("no call met: %s", what.name)
		}
	}
}

// number is a whole number from the environment.
func number(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s: %q is no number", name, text)
	}
	return n
}

// secretWatch looks for secrets in what is written.
type secretWatch struct {
	mu    sync.Mutex
	found string
}

// secretMarks are in every secret of a soak: tokens, assertions, and the key.
var secretMarks = []string{"ghs_", "ghu_soak", "ghp_soak", "github_pat_soak", "eyJ", "PRIVATE KEY"}

func (w *secretWatch) look(where, text string) {
	for _, mark := range secretMarks {
		if strings.Contains(text, mark) {
			w.mu.Lock()
			w.found = fmt.Sprintf("%s: %s", where, text)
			w.mu.Unlock()
		}
	}
}

// Write is for logs.
func (w *secretWatch) Write(line []byte) (int, error) {
	w.look("the log", string(line))
	return len(line), nil
}
