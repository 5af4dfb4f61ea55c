package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

func organization(login string) status.Organization { return status.Organization{Login: login} }

// TestOutage: while PostgreSQL is gone, looks end without acting, and what comes is kept. When
// it is back, everything that was asked for is looked at. Run also ends while it is gone.
func TestOutage(t *testing.T) {
	server := pgtest.Start(t)
	address := credential.NewSecret(server.URL("postgres"))
	if err := postgres.Migrate(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	d := replica(t, address, postgres.Pace(fast(), 0, 0, 10*time.Second))
	q := d.Queue()
	looks := make(chan queue.Look, 100)
	ended := make(chan error, 1)
	first := true
	stop := start(t, q, func(ctx context.Context, l queue.Look) error {
		if !first {
			looks <- l
			if l.Organization == "last-org" {
				<-ctx.Done()
			}
			return ctx.Err()
		}
		first = false
		unlock, ok, err := d.Store().Lock(ctx, l.Organization)
		if !ok || err != nil {
			t.Errorf("lock: %t, %v", ok, err)
			return nil
		}
		defer unlock()
		looks <- l
		<-ctx.Done()
		ended <- d.Store().Journal(ctx, l.Organization).Write(entry(1, apply.Before, "deny", "", 11))
		return ctx.Err()
	})
	add(t, q, time.Unix(1_800_000_000, 0), "octo-org")
	within(t, "the look", looks)
	server.Stop()
	if err := within(t, "the end of the look", ended); err == nil {
		t.Error("the journal is written without PostgreSQL")
	}
	for _, login := range []string{"mona-org", "Mona-Org", "octo-org"} {
		if err := q.Add(t.Context(), time.Unix(1_800_000_100, 0), login); err == nil || !strings.Contains(err.Error(), "kept in memory") {
			t.Errorf("Add without PostgreSQL: %v", err)
		}
	}
	if depth := q.Depth(); depth.Waiting < 2 {
		t.Errorf("without PostgreSQL: %+v", depth)
	}
	if known, err := d.Store().All(t.Context()); err == nil {
		t.Errorf("without PostgreSQL, %v is known", known)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int64{}
	for len(seen) < 2 {
		l := within(t, "a look after the outage", looks)
		if key := strings.ToLower(l.Organization); seen[key] == 0 { // a second look may follow, because of the later event
			seen[key] = l.Since.Unix()
		}
	}
	if seen["octo-org"] != 1_800_000_000 || seen["mona-org"] != 1_800_000_100 {
		t.Errorf("the looks are since %v", seen)
	}
	drained(t, q)
	add(t, q, time.Unix(1_800_000_200, 0), "later-org")
	if l := within(t, "a look long after the outage", looks); l.Organization != "later-org" {
		t.Errorf("the look is %+v", l)
	}
	if open, err := d.Store().Open(t.Context(), "octo-org"); err != nil || len(open) > 0 {
		t.Errorf("open: %+v, %v", open, err)
	}

	add(t, q, time.Time{}, "last-org")
	within(t, "the last look", looks)
	server.Stop()
	stop() // although nothing can be written
}
