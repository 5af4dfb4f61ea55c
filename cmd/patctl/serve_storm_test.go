package main

import (
	"bytes"
	"context"
	"errors"

	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/storm"
	"github.com/patctl/patctl/internal/workspace"
)

// fastCommand is patctl with a clock that is faster than the real one. The clocks of all its
// processes and of the fake GitHub show the same.
const fastCommand = "patctl-fast"

// fastEpoch has the time at which the fast clocks began, in nanoseconds.
const fastEpoch = "SCRIPT_FAST_EPOCH"

// fastBy is how much faster they are.
const fastBy = 20

func fastNow(epoch time.Time) time.Time { return epoch.Add(fastBy * time.Since(epoch)) }

func fastSleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
	case <-time.After(d / fastBy):
	}
	return ctx.Err()
}

// fastEnv is the environment of fastCommand.
func fastEnv() *cli.Env {
	e := processEnv()
	nanoseconds, err := strconv.ParseInt(e.Getenv(fastEpoch), 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	e.Now, e.Sleep = func() time.Time { return fastNow(time.Unix(0, nanoseconds)) }, fastSleep
	return e
}

var stormSecret = credential.NewSecret("the secret of the deliveries of these tests")

// stormy is a directory in which servers run as processes of their own, before a GitHub in a storm.
type stormy struct {
	*testing.T
	hub     *storm.Hub
	random  *rand.Rand
	dir     string
	env     []string
	source  string
	address []string // of the servers
	servers []*exec.Cmd
	logs    bytes.Buffer // of the server that was started last
}

func newStormy(t *testing.T, seed uint64, servers int, env ...string) *stormy {
	t.Helper()
	epoch := time.Now()
	s := &stormy{T: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 3)), servers: make([]*exec.Cmd, servers)}
	var err error
	s.hub, err = storm.New(storm.Options{
		Seed: seed, Organizations: 5, Faults: 0.03, Now: func() time.Time { return fastNow(epoch) }, Sleep: func(d time.Duration) { time.Sleep(d / fastBy) },
	})
	if err != nil {
		t.Fatal(err)
	}
	listener := s.listen()
	web := &http.Server{Handler: s.hub, ReadHeaderTimeout: time.Minute, ErrorLog: log.New(io.Discard, "", 0)}
	go func() { _ = web.Serve(listener) }() // until it is closed
	t.Cleanup(func() { _ = web.Close() })
	for range servers {
		l := s.listen()
		s.address = append(s.address, l.Addr().String())
		_ = l.Close()
	}
	s.source = s.hub.Configuration(true)
	writeAll(t, s.dir, map[string]string{"main.pat.hcl": s.source, "app.pem": string(s.hub.AppPEM())})
	s.env = append(os.Environ(), "GITHUB_API_URL=http://"+listener.Addr().String(), "GITHUB_APP_ID=1", "GITHUB_APP_PEM_FILE=app.pem",
		"GH_TOKEN=", "GITHUB_TOKEN=", "XDG_CACHE_HOME="+s.dir, "HOME="+s.dir, "PATCTL_LOG=", "PATCTL_WEBHOOK_SECRET="+stormSecret.Reveal(),
		fastEpoch+"="+strconv.FormatInt(epoch.UnixNano(), 10))
	s.env = append(s.env, env...)
	return s
}

func (s *stormy) listen() net.Listener {
	s.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.Fatal(err)
	}
	return l
}

// start starts a server.
func (s *stormy) start(n int) {
	s.Helper()
	c := exec.Command(fastCommand, "serve", "--act", "--listen", s.address[n], "--interval", "1m", "--log-format", "text")
	s.logs = bytes.Buffer{}
	c.Dir, c.Env, c.Stderr = s.dir, s.env, &s.logs
	if len(s.servers) > 1 {
		c.Stderr = nil
	}
	if err := c.Start(); err != nil {
		s.Fatal(err)
	}
	s.servers[n] = c
	s.Cleanup(func() { _ = c.Process.Kill() }) // it has ended, unless the test failed
}

// kill ends a server as kill -9 does. It fails if the server has ended by itself.
func (s *stormy) kill(n int) {
	s.Helper()
	if err := s.servers[n].Process.Kill(); err != nil {
		s.Error(err)
	}
	_ = s.servers[n].Wait()
	if s.servers[n].ProcessState.Exited() {
		s.Fatalf("a server has ended by itself: %s\n%s", s.servers[n].ProcessState, s.logs.String())
	}
}

// killAtRandom kills a server after GitHub has seen some more calls, or some more reviews, and
// starts it again. Some servers live for more than a minute of their time, which is what it takes
// to be sure that a call had no effect.
func (s *stormy) killAtRandom(n int) {
	s.Helper()
	seen, more, patience := func() int { return s.hub.Counts().Calls }, 1+s.random.IntN(60), 120
	switch s.random.IntN(8) {
	case 0:
		more, patience = 1<<30, 800
	case 1, 2, 3, 4:
		seen, more = func() int { return s.hub.Counts().Reviews }, 1+s.random.IntN(3)
	}
	for until := seen() + more; patience > 0 && seen() < until; patience-- {
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(time.Duration(s.random.IntN(20_000)) * time.Microsecond)
	s.kill(n)
	s.start(n)
}

// backlog is how many reviews may be missing before no more happens: a server that is killed
// all the time does little.
const backlog = 60

// deliver lets things happen, with some deliveries each time, until stop is called. Most of them
// are as they should be.
func (s *stormy) deliver(most int) (sent *atomic.Int64, stop func()) {
	const every = 50 * time.Millisecond
	random := rand.New(rand.NewPCG(s.random.Uint64(), 4))
	ctx, cancel := context.WithCancel(context.Background())
	var sending sync.WaitGroup
	sent = &atomic.Int64{}
	slots := make(chan struct{}, 100) // of deliveries at a time
	sending.Go(func() {
		for ctx.Err() == nil {
			login := s.hub.Logins()[random.IntN(len(s.hub.Logins()))]
			if len(s.hub.Missing()) < backlog {
				login = s.hub.Happen()
			}
			for range random.IntN(most + 1) { // none: they are lost
				to := s.address[random.IntN(len(s.address))]
				kind := []storm.Kind{storm.Genuine, storm.Genuine, storm.Genuine, storm.Forged, storm.Truncated}[random.IntN(5)]
				about := login
				slots <- struct{}{}
				sending.Go(func() {
					s.send(ctx, to, kind, about)
					sent.Add(1)
					<-slots
				})
				login = s.hub.Logins()[random.IntN(len(s.hub.Logins()))]
			}
			_ = fastSleep(ctx, fastBy*every)
		}
	})
	return sent, func() { cancel(); sending.Wait() }
}

// send sends a delivery to a server, which may not be there.
func (s *stormy) send(ctx context.Context, address string, kind storm.Kind, login string) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	storm.Delivery{Kind: kind, Login: login, Secret: stormSecret, Sleep: func(d time.Duration) { time.Sleep(d / fastBy) }}.Send(ctx, c)
}

// settle waits for the end of what is to be done, and checks it.
func (s *stormy) settle(open func() (int, error)) {
	s.Helper()
	s.hub.Calm()
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	for ; ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		if len(s.hub.Missing()) > 0 {
			continue
		}
		if n, err := open(); err == nil && n == 0 {
			break
		}
	}
	n, err := open()
	if missing := s.hub.Missing(); len(missing) > 0 || n > 0 || err != nil {
		s.Errorf("missing are %v, and the journal leaves %d calls open, %v", missing, n, err)
	}
	for _, problem := range s.hub.Problems() {
		s.Error(problem)
	}
	want, err := s.hub.Applied(s.Context(), s.source)
	if err != nil {
		s.Fatal(err)
	}
	if diff := cmp.Diff(want, s.hub.End()); diff != "" {
		s.Errorf("one apply of the end, and what the servers did (-apply +servers):\n%s", diff)
	}
}

// serving waits until a server answers: a signal before that ends it as it ends every command.
func (s *stormy) serving(n int) {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), time.Minute)
	defer cancel()
	for ; ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
		if response, err := http.Get("http://" + s.address[n] + "/healthz"); err == nil {
			_ = response.Body.Close()
			return
		}
	}
	s.Errorf("the server does not answer\n%s", s.logs.String())
}

// testNumber is a number from the environment.
func testNumber(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killsSetting is how often servers are killed.
const killsSetting = "PATCTL_TEST_KILLS"

// TestServeIsKilled: kill -9 at random points of a server with a journal in its directory, while
// deliveries go on, loses nothing and does nothing twice.
func TestServeIsKilled(t *testing.T) {
	kills := testNumber(t, killsSetting, 10)
	s := newStormy(t, uint64(testNumber(t, "PATCTL_TEST_SEED", 1)), 1)
	s.start(0)
	began := time.Now()
	sent, stop := s.deliver(4)
	for n := range kills {
		s.killAtRandom(0)
		if n%50 == 49 {
			t.Logf("%s: %d kills, %+v", time.Since(began).Round(time.Second), n+1, s.hub.Counts())
		}
		if len(s.hub.Problems()) > 0 {
			break
		}
	}
	stop()
	s.settle(func() (int, error) { return openCalls(s.dir) })
	t.Logf("%d kills, %d deliveries, %+v", kills, sent.Load(), s.hub.Counts())
	if s.hub.Counts().Done < kills/2 {
		t.Error("little was done: the test says little")
	}
	s.serving(0)
	if err := s.servers[0].Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := s.servers[0].Wait(); err != nil {
		t.Errorf("the last server: %v\n%s", err, s.logs.String())
	}
}

// openCalls counts the calls that the journal of a directory leaves open.
func openCalls(dir string) (int, error) {
	data, err := os.ReadFile(filepath.Join(dir, workspace.JournalFile))
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	told, err := apply.ReadJournal(bytes.NewReader(data))
	return len(told.Open), err
}
