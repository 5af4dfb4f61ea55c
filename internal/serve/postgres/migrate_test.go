package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
)

// TestMigrate: several processes at a time, and again.
func TestMigrate(t *testing.T) {
	pgtest.Require(t, sharedErr)
	name, err := shared.Database(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	address := credential.NewSecret(shared.URL(name))
	rejected := func(what, want string) {
		t.Helper()
		d, err := postgres.Open(t.Context(), address, fast())
		if err == nil {
			d.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	rejected("an empty database", `Run "patctl serve --migrate"`)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := postgres.Migrate(t.Context(), address); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	d := replica(t, address, fast())
	if err := d.Store().Keep(t.Context(), organization("octo-org")); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	if _, known, err := replica(t, address, fast()).Store().Status(t.Context(), "octo-org"); !known || err != nil {
		t.Errorf("after another migration: %t, %v", known, err)
	}
	for _, change := range []struct{ sql, want string }{
		{"insert into patctl.version (version) values (99)", "Update patctl"},
		{"delete from patctl.version", `Run "patctl serve --migrate"`},
		{"insert into patctl.version (version) values (1); delete from patctl.river_migration where version > 4", `Run "patctl serve --migrate"`},
	} {
		if err := shared.Exec(t.Context(), name, change.sql); err != nil {
			t.Fatal(err)
		}
		rejected(change.sql, change.want)
	}
}

// TestNewerTablesAreLeftAlone: an older patctl does not migrate what a newer one has.
func TestNewerTablesAreLeftAlone(t *testing.T) {
	address := database(t)
	if _, err := replica(t, address, fast()).Text(t.Context(), "insert into patctl.version (version) values (99) returning ''"); err != nil {
		t.Fatal(err)
	}
	if err := postgres.Migrate(t.Context(), address); err == nil || !strings.Contains(err.Error(), "Update patctl") {
		t.Error(err)
	}
}

// TestErrorsHaveNoSecrets: whatever is wrong with the address, and wherever.
func TestErrorsHaveNoSecrets(t *testing.T) {
	pgtest.Require(t, sharedErr)
	good := shared.URL("postgres")
	const secret = "hunter2 p@ss/word%"
	for _, address := range []string{
		"", "postgres://", "mysql://mona:hunter2@db/x", "postgres://mona:hunter2 p@ss/word%@[db/x", "postgres://mona:hunter2@db:port/x",
		"host=db password=hunter2 port=x", "password='hunter2 p@ss", "postgres://mona:hunter2@/x?sslmode=hunter2",
		strings.Replace(good, pgtest.Password, "hunter2%20p%40ss%2Fword%25", 1),
		strings.Replace(strings.Replace(good, "patctl:", "hunter2%20p%40ss%2Fword%25:", 1), pgtest.Password, "hunter2%20p%40ss%2Fword%25", 1),
		"postgres://mona:hunter2@127.0.0.1:1/hunter2",
		strings.Replace(good, "/postgres?", "/hunter2?", 1) + "&password=hunter2",
		"host=/nonexistent user=mona password='" + secret + "' dbname='" + secret + "'",
	} {
		d, err := postgres.Open(t.Context(), credential.NewSecret(address), fast())
		if err == nil {
			d.Close()
			t.Errorf("no error: %s", address)
			continue
		}
		for _, err := range []error{err, postgres.Migrate(t.Context(), credential.NewSecret(address)), errors.Unwrap(err)} {
			if err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), pgtest.Password) || strings.Contains(err.Error(), "p%40ss")) {
				t.Errorf("%s\nhas a secret: %v", address, err)
			}
		}
	}
	if _, err := postgres.Open(t.Context(), credential.NewSecret(strings.Replace(good, pgtest.Password, "wrong", 1)), fast()); err == nil || !strings.Contains(err.Error(), "authentication failed") {
		t.Errorf("what is wrong is not in the error: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := postgres.Open(ctx, credential.NewSecret(good), fast()); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
