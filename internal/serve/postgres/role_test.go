package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
	"github.com/patctl/patctl/internal/serve/queue"
)

// grants are what docs/serve.md gives to the role of the server.
const grants = `grant usage on schema patctl to server;
grant select, insert, update, delete on all tables in schema patctl to server;
grant usage, select on all sequences in schema patctl to server;
revoke delete on patctl.journal from server;
revoke insert, update, delete on patctl.version from server`

// TestRoleThatOwnsNoTables: the server works as a role that can't change tables or delete from
// the journal.
func TestRoleThatOwnsNoTables(t *testing.T) {
	address := database(t)
	owner := replica(t, address, fast())
	_, _ = owner.Text(t.Context(), "create role server login password '"+pgtest.Password+"'") // of all databases: it may exist
	for sql := range strings.SplitSeq(grants, ";\n") {
		if _, err := owner.Text(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	d := replica(t, credential.NewSecret(strings.Replace(address.Reveal(), "patctl:", "server:", 1)), fast())
	q := d.Queue()
	results := make(chan error, 10)
	start(t, q, func(ctx context.Context, l queue.Look) error {
		results <- func() error {
			unlock, _, err := d.Store().Lock(ctx, l.Organization)
			if err != nil {
				return err
			}
			defer unlock()
			journal := d.Store().Journal(ctx, l.Organization)
			for _, e := range []apply.Entry{entry(l.Attempt, apply.Before, "deny", "", 11), entry(l.Attempt, apply.After, "deny", apply.Refused, 11)} {
				if err := journal.Write(e); err != nil {
					return err
				}
			}
			if _, _, err := d.Told().Claim(ctx, record("denied", false, 0), noon); err != nil {
				return err
			}
			return d.Store().Keep(ctx, organization(l.Organization))
		}()
		if l.Attempt == 1 {
			return errLook
		}
		return nil
	})
	add(t, q, time.Time{}, "octo-org")
	for range 2 {
		if err := within(t, "a look", results); err != nil {
			t.Error(err)
		}
	}
	drained(t, q)
	for _, sql := range []string{"delete from patctl.journal returning ''", "alter table patctl.journal drop column entry", "delete from patctl.version returning ''"} {
		if _, err := d.Text(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", sql, err)
		}
	}
}
