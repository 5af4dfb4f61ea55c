package postgres

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/queue"
)

// connections is how many a process has at most, beside the one of its session.
const connections = 10

// Options are what a process takes part with. Sleep is required.
type Options struct {
	Workers int                                        // looks at a time; 0: queue.DefaultWorkers
	Sleep   func(context.Context, time.Duration) error // returns early when the context ends
	Jitter  func() float64                             // from 0 up to 1, spreads attempts; nil: none
	Grace   time.Duration                              // that looks under way have to end when Run ends; 0: 20 s
	Log     *slog.Logger                               // nil: nothing is logged

	pace pace // zero: usual
}

// pace is how long things take. Tests make it faster.
type pace struct {
	retry    time.Duration // until the second attempt; then twice as long each time
	retryMax time.Duration // until any attempt
	forward  time.Duration // between two looks that fail, where deliveries come
	slow     time.Duration // a look that takes longer moves to the slow lane
	add      time.Duration // what Add waits for PostgreSQL
	tick     time.Duration // between looking for organizations that are due
	janitor  time.Duration // between looking for what dead processes left
	grace    time.Duration // that a process has to note the end of a look whose lock it lost
	alive    time.Duration // between signs of life of a session
	stop     time.Duration // that looks have to end when Run ends
}

var usual = pace{
	retry: queue.FirstDelay, retryMax: queue.LastDelay, forward: queue.EventDelay, slow: queue.SlowLook, add: 500 * time.Millisecond,
	tick: time.Second, janitor: 2 * time.Second, grace: 3 * time.Second, alive: time.Second, stop: 20 * time.Second,
}

// Database is a connection to the database, for one process.
type Database struct {
	options  Options
	pool     *pgxpool.Pool
	inserter *river.Client[pgx.Tx]
	locks    *locks
	hide     hider
}

// Open connects to the database at a URL. It is an error if the database has no tables, or
// those of another version: see Migrate. No error has the password in it. The caller calls Close.
func Open(ctx context.Context, address credential.Secret, o Options) (*Database, error) {
	config, hide, err := parse(address)
	if err != nil {
		return nil, err
	}
	o.Workers = cmp.Or(o.Workers, queue.DefaultWorkers)
	o.pace = cmp.Or(o.pace, usual)
	o.pace.stop = cmp.Or(o.Grace, o.pace.stop)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, hide.wrap("connect to PostgreSQL", err)
	}
	d := &Database{options: o, pool: pool, hide: hide}
	d.locks = newLocks(config.ConnConfig, o)
	if err := check(ctx, pool); err != nil {
		d.Close()
		return nil, hide.wrap("open the database", err)
	}
	d.inserter, err = river.NewClient(riverpgxv5.New(pool), &river.Config{Schema: schema, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		d.Close()
		return nil, hide.wrap("open the queue", err)
	}
	return d, nil
}

// Close ends all connections, and with them all locks.
func (d *Database) Close() {
	d.locks.close()
	d.pool.Close()
}

// parse reads a connection URL. The library completes it from the environment, as psql does.
func parse(address credential.Secret) (*pgxpool.Config, hider, error) {
	text := strings.TrimSpace(address.Reveal())
	config, err := pgxpool.ParseConfig(text)
	if text == "" || err != nil { // whose text has parts of the URL in it
		return nil, nil, errors.New("the URL of the database is not valid. It has the form postgres://user:password@host:5432/database?sslmode=verify-full")
	}
	if !strings.Contains(text, "pool_max_conns") {
		config.MaxConns = connections
	}
	config.ConnConfig.ConnectTimeout = cmp.Or(config.ConnConfig.ConnectTimeout, 5*time.Second)
	config.ConnConfig.RuntimeParams["application_name"] = "patctl"
	return config, newHider(text, config.ConnConfig.Password), nil
}

// keyOf is what an organization is called in the tables: GitHub ignores case.
func keyOf(organization string) string { return strings.ToLower(textOf(organization)) }

// textOf is a text as PostgreSQL takes it. One that it rejects would make the work of all
// others fail that is done together with it.
func textOf(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", "\uFFFD"), "\uFFFD")
}
