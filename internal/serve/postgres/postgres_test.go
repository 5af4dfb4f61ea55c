package postgres_test

import (
	"context"
	"log"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/postgres/pgtest"
	"github.com/patctl/patctl/internal/serve/reviewer"
)

var (
	_ reviewer.Store = postgres.Store{}
	_ notify.Told    = postgres.Told{}
)

// The server of all tests but those that stop it.
var (
	shared    *pgtest.Server
	sharedErr error
)

func TestMain(m *testing.M) {
	if address := os.Getenv(processSetting); address != "" {
		log.Fatal(process(address))
	}
	if shared, sharedErr = pgtest.Launch(); sharedErr == nil {
		defer shared.Close()
	} else {
		log.Print(sharedErr)
	}
	m.Run()
}

// template is a database with all tables.
var template = sync.OnceValues(func() (string, error) {
	name, err := shared.Database(context.Background(), "")
	if err == nil {
		err = postgres.Migrate(context.Background(), credential.NewSecret(shared.URL(name)))
	}
	return name, err
})

// database returns the address of a database of the test's own, with all tables.
func database(t *testing.T) credential.Secret {
	t.Helper()
	pgtest.Require(t, sharedErr)
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	name, err := shared.Database(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	return credential.NewSecret(shared.URL(name))
}

// replica opens a database, as each process does.
func replica(t *testing.T, address credential.Secret, o postgres.Options) *postgres.Database {
	t.Helper()
	d, err := postgres.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	return d
}

// fast are options with which nothing takes long.
func fast() postgres.Options { return postgres.Fast(postgres.Options{Workers: 8, Sleep: sleep}) }

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// within waits for something that happens in another goroutine, or fails.
func within[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(30 * time.Second):
		t.Fatalf("%s does not happen", what)
		panic("unreachable")
	}
}
