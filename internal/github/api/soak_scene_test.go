package api_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/github/transport"
)

// scene is one random world with the clients that look at it.
type scene struct {
	*rand.Rand
	*soak
	testing.TB
	handler *githubtest.Handler
	wire    *soakWire
	access  string // the kind of credentials
	getenv  map[string]string
	options api.Options
	client  *api.Client
	logins  []string
	teams   bool
	cached  bool
	perPage int  // a proxy makes pages smaller; 0: it does not
	limited bool // GitHub's limit is lower than what the looks need, or something else concerns all organizations
	added   int64
	told    secretWatch

	mu    sync.Mutex
	ahead time.Duration // of the client's clock
	jumps *rand.Rand    // nil: it does not jump
}

// random is a source of the world that is due. It has a few, since calls come in any order.
func (k *soak) random(source uint64) *rand.Rand {
	return rand.New(rand.NewPCG(k.seed, uint64(k.worlds)*16+k.lane*4+source))
}

// world makes a world, and looks at it a few times.
func (k *soak) world(t *testing.T) {
	s := &scene{Rand: k.random(0), soak: k, TB: t}
	s.chooseOptions()
	w := s.scenery()
	handler, err := checked.NewHandler(w)
	if err != nil {
		t.Fatal(err)
	}
	s.handler = handler
	s.wire = &soakWire{
		handler: handler, percent: oneOf(s, 0, 0, 0, 1, 3, 20), perPage: s.perPage, attempts: s.options.Attempts, moved: s.jump, owner: s.owner,
		random: k.random(1), met: k.met,
	}
	s.options.HTTP = s.wire
	s.chooseAccess()
	for look := range 1 + s.IntN(3) {
		if look > 0 {
			time.Sleep(time.Duration(s.IntN(7200)) * time.Second)
			handler.Change(s.between)
			s.spoilCache()
		}
		s.look(t.Context(), look)
	}
	for _, v := range handler.Violations() {
		s.wrong("this is not what GitHub's description says: %s", v)
	}
	if s.told.found != "" {
		s.wrong("a secret is in %s", s.told.found)
	}
	if err := os.RemoveAll(k.dir); err != nil {
		t.Fatal(err)
	}
}

func (s *scene) wrong(format string, args ...any) {
	s.Errorf("lane %d, world %d, %s: %s", s.lane, s.worlds, s.access, fmt.Sprintf(format, args...))
}

// scenery is the world with what goes wrong in it.
func (s *scene) scenery() githubtest.World {
	w := s.peopled()
	for _, o := range w.Organizations {
		s.logins = append(s.logins, o.Login)
	}
	for range oneOf(s, 0, 0, 0, 1, 1, 2, 4, 8) {
		f := s.fault(oneOf(s, s.logins...))
		if f.Do == githubtest.FaultStale { // of a list that has moved
			moved := f
			moved.Do, moved.Nth, f.Nth = oneOf(s, githubtest.FaultGrow, githubtest.FaultShrink), 1, 2+s.IntN(3)
			w.Faults = append(w.Faults, moved)
		}
		w.Faults = append(w.Faults, f)
	}
	if s.in(3) {
		s.logins = append(s.logins, "nobody")
	}
	return w
}

func (s *scene) chooseOptions() {
	s.options = api.Options{
		Host: "github.com", APIURL: "https://api.example.com/", Version: "1.2.3", Now: s.now,
		Parallelism: 1 + s.IntN(8), Total: oneOf(s, 0, 1, 20), Attempts: oneOf(s, 1, 2, 7, 7), MaxPages: oneOf(s, 0, 0, 2, 30),
		MaxWait: time.Duration(oneOf(s, 0, 10, 60, 600, 600, 7200)) * time.Second, Unattended: s.in(20),
		Log:      slog.New(slog.NewTextHandler(&s.told, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Progress: func(p api.Progress) { s.told.look("progress", p.What+p.For) },
	}
	s.options.Classic, s.options.Use, s.options.Public = s.in(25), s.in(25), s.in(10)
	s.perPage = tinyPage
	if s.in(12) {
		s.perPage = oneOf(s, 0, github.DefaultPerPage)
	}
	if s.teams = s.in(30); s.in(6) {
		s.jumps = s.random(2)
	}
	switch s.IntN(8) {
	case 0:
		s.cached, s.options.CacheDir = true, s.dir
	case 1, 2, 3:
		s.cached, s.options.Memory = true, &transport.Memory{Max: oneOf(s, 2000, 100_000, 1<<24)}
	case 4:
		s.options.CacheDir = filepath.Join(os.DevNull, "cache") // cannot be written
	}
}

func (s *scene) chooseAccess() {
	s.access = oneOf(s, "app", "app", "app", "app", "app", "app", "app", "user", "user", "user", "user", "installation", "id", "classic", "fine-grained", "ends", "unknown")
	s.getenv = map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(s.handler.AppPEM())}
	if s.access == "id" {
		s.getenv["GITHUB_APP_INSTALLATION_ID"] = "7001"
	}
	token := map[string]string{"user": "ghu_soak1", "classic": "ghp_soak2", "fine-grained": "github_pat_soak3", "installation": "ghs_soak4", "ends": "ghu_soak5", "unknown": "ghu_soak6"}[s.access]
	if token != "" {
		s.getenv = map[string]string{"GH_TOKEN": token}
	}
}

// now is the client's clock.
func (s *scene) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.ahead)
}

// jump sets the client's clock, now and then.
func (s *scene) jump() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.jumps != nil && s.jumps.IntN(25) == 0 {
		s.ahead += []time.Duration{-24 * time.Hour, -700 * time.Second, -20 * time.Second, 20 * time.Second, 700 * time.Second, 24 * time.Hour}[s.jumps.IntN(6)]
		s.jumped++
	}
}

// owner is the organization that a path is about, or "".
func (s *scene) owner(path string) string {
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	switch {
	case len(parts) > 1 && parts[0] == "orgs":
		return parts[1]
	case len(parts) > 2 && parts[0] == "app":
		id, _ := strconv.Atoi(parts[2])
		return fmt.Sprintf("org-%d", id-7001)
	}
	return ""
}

// look reads the world once, as a new process or as one that goes on, and compares what it read.
func (s *scene) look(ctx context.Context, n int) {
	s.looks++
	if n == 0 || s.in(50) {
		client, err := api.NewClient(findCredentials(s.TB, s.options.APIURL, s.getenv), s.options)
		if err != nil {
			s.Fatal(err)
		}
		s.client = client
		if s.teams {
			s.client.ReadTeams(s.namedTeams())
		}
	} else {
		s.client = s.client.Fresh()
	}
	ctx, interrupt := context.WithCancel(ctx)
	defer interrupt()
	if s.in(4) {
		defer time.AfterFunc(time.Duration(s.IntN(3000))*time.Millisecond, interrupt).Stop()
	}
	s.handler.Forget()
	s.wire.look()
	needs := &someNeeds{percent: oneOf(s, 0, 50, 100, 100), seed: s.Uint64()}
	was, start := s.organizations(), time.Now()
	snapshot := s.client.Read(ctx, s.logins, needs.choose)
	took, is := time.Since(start), s.organizations()
	if most := s.options.MaxWait + s.wire.spent + time.Second; took > most && s.jumps == nil {
		s.wrong("the look took %s, and may take %s", took, most)
	}
	calm := s.calmOnes(ctx)
	if len(snapshot.Organizations) != len(s.logins) {
		s.wrong("%d of %d organizations are in the snapshot", len(snapshot.Organizations), len(s.logins))
	}
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		c := comparison{o: o, was: was[o.Login], is: is[o.Login], needs: needs, scene: s}
		c.compare()
		switch {
		case !o.Complete():
			s.incomplete++
		default:
			s.complete++
		}
		if calm[o.Login] && c.readable() {
			if s.calm++; !o.Complete() {
				s.wrong("nothing happened to %s, and it is incomplete: %+v", o.Login, o.Incomplete)
			}
		}
	}
	s.more(ctx, snapshot)
	s.requests += len(s.handler.Calls())
	for _, call := range s.handler.Calls() {
		for _, kind := range call.Faults {
			s.met[string(kind)]++
			s.limited = s.limited || slices.Contains(forAll, kind)
		}
	}
	for _, w := range s.wire.wrong {
		s.wrong("%s", w)
	}
}

// namedTeams has a team that does not exist, now and then.
func (s *scene) namedTeams() map[string][]string {
	named := map[string][]string{}
	for _, login := range s.logins {
		named[login] = []string{"everybody", "release"}
		if s.in(5) {
			named[login] = append(named[login], "ghosts")
		}
	}
	return named
}

// organizations are those of GitHub as they are now.
func (s *scene) organizations() map[string]*githubtest.Organization {
	out := map[string]*githubtest.Organization{}
	s.handler.Change(func(all []githubtest.Organization) {
		for _, o := range all {
			o.Requests, o.Tokens = slices.Clone(o.Requests), slices.Clone(o.Tokens)
			out[o.Login] = &o
		}
	})
	return out
}

// spoilCache damages files of the cache, as disks do and people.
func (s *scene) spoilCache() {
	if s.options.CacheDir == "" || !s.cached || s.in(50) {
		return
	}
	files, _ := filepath.Glob(filepath.Join(s.options.CacheDir, "*", "*")) // the pattern is one
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil || len(data) == 0 {
			continue
		}
		switch s.IntN(6) {
		case 0:
			data = data[:s.IntN(len(data))]
		case 1:
			data[s.IntN(len(data))] ^= 1 << s.IntN(8)
		case 2:
			data[s.IntN(min(len(data), 200))] ^= 1 << s.IntN(8)
		case 3:
			data = bytes.Replace(data, []byte(`"last_page":`), []byte(`"lost_page":`), 1)
		default:
			continue
		}
		s.met["damaged file of the cache"]++
		if err := os.WriteFile(file, data, 0o600); err != nil {
			s.Fatal(err)
		}
	}
}
