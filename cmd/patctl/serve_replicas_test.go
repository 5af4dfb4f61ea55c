package main

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
)

// The number of deliveries to servers that share a database, and how long it is away.
const (
	deliveriesSetting = "PATCTL_TEST_DELIVERIES"
	outageSetting     = "PATCTL_TEST_OUTAGE"
)

// newReplicas starts servers that share a database.
func newReplicas(t *testing.T, servers int) (*stormy, *pgtest.Server) {
	t.Helper()
	database := pgtest.Start(t)
	s := newStormy(t, uint64(testNumber(t, "PATCTL_TEST_SEED", 1)), servers, "PATCTL_DATABASE_URL="+database.URL("postgres"))
	migrate := exec.Command(fastCommand, "serve", "--migrate")
	migrate.Dir, migrate.Env = s.dir, s.env
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for n := range s.servers {
		s.start(n)
	}
	return s, database
}

// settleReplicas is settle for servers that share a database.
func (s *stormy) settleReplicas(database *pgtest.Server) {
	s.Helper()
	s.settle(func() (int, error) {
		return database.Count(s.Context(), "postgres", "select count(*) from patctl.journal where open")
	})
	for n := range s.servers {
		s.kill(n)
	}
}

// TestReplicasAreKilled: three servers share a database, and one after the other is killed.
func TestReplicasAreKilled(t *testing.T) {
	deliveries := int64(testNumber(t, deliveriesSetting, 300))
	s, database := newReplicas(t, 3)
	most := 4
	if deliveries > 1000 {
		most = 60
	}
	began, kills := time.Now(), 0
	sent, stop := s.deliver(most)
	for ; sent.Load() < deliveries && len(s.hub.Problems()) == 0; kills++ {
		s.killAtRandom(s.random.IntN(len(s.servers)))
		time.Sleep(time.Duration(s.random.IntN(2000)) * time.Millisecond)
		if kills%20 == 19 {
			t.Logf("%s: %d kills, %d deliveries, %+v", time.Since(began).Round(time.Second), kills+1, sent.Load(), s.hub.Counts())
		}
	}
	stop()
	s.settleReplicas(database)
	t.Logf("%d kills, %d deliveries, %+v", kills, sent.Load(), s.hub.Counts())
	if s.hub.Counts().Done < 10 {
		t.Error("little was done: the test says little")
	}
}

// TestDatabaseIsAway: while the database is away, nothing is done; afterwards nothing is lost,
// and nothing is done twice.
func TestDatabaseIsAway(t *testing.T) {
	outage := 2 * time.Second
	if text := os.Getenv(outageSetting); text != "" {
		var err error
		if outage, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	s, database := newReplicas(t, 2)
	sent, stop := s.deliver(4)
	for range 2 {
		before := s.hub.Counts()
		until(t, func() bool { time.Sleep(time.Millisecond); return s.hub.Counts().Reviews >= before.Reviews+5 })
		database.Stop()
		time.Sleep(500 * time.Millisecond) // for a call that was on its way
		away := s.hub.Counts()
		time.Sleep(outage)
		if got := s.hub.Counts(); got.Reviews > away.Reviews {
			t.Errorf("%d reviews were asked for without the database", got.Reviews-away.Reviews)
		}
		if err := database.Start(); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	s.settleReplicas(database)
	t.Logf("away twice for %s, %d deliveries, %+v", outage, sent.Load(), s.hub.Counts())
}
