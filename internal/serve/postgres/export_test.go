package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// Fast returns options with which nothing takes long.
func Fast(o Options) Options {
	o.pace = pace{
		retry: 20 * time.Millisecond, retryMax: 100 * time.Millisecond, forward: 100 * time.Millisecond, slow: time.Hour, add: 5 * time.Second,
		tick: 20 * time.Millisecond, janitor: 50 * time.Millisecond, grace: 300 * time.Millisecond, alive: 20 * time.Millisecond, stop: 300 * time.Millisecond,
	}
	return o
}

// Pace sets single durations that are not zero.
func Pace(o Options, retry, slow, add time.Duration) Options {
	for set, to := range map[*time.Duration]time.Duration{&o.pace.retry: retry, &o.pace.retryMax: retry, &o.pace.slow: slow, &o.pace.add: add} {
		if to != 0 {
			*set = to
		}
	}
	return o
}

// Lose ends the connection that holds the locks, on the server. The process notices
// when it uses the connection next.
func (d *Database) Lose(ctx context.Context) error {
	d.locks.mu.Lock()
	s := d.locks.current
	d.locks.mu.Unlock()
	if s == nil {
		return nil
	}
	_, err := d.pool.Exec(ctx, "select pg_terminate_backend($1, 5000)", s.conn.PgConn().PID())
	return err
}

// Unlock gives all locks back behind the back of those who hold them.
func (d *Database) Unlock() error {
	return d.locks.current.do(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "select pg_advisory_unlock_all()")
		return err
	})
}

// Pause is the time between the last look at an organization and the next one.
func (d *Database) Pause(ctx context.Context, organization string) (time.Duration, error) {
	var pause time.Duration
	err := d.pool.QueryRow(ctx, "select due - ended from patctl.organization where key = $1 and waiting", keyOf(organization)).Scan(&pause)
	return pause, err
}

// Text runs a query and returns its first column.
func (d *Database) Text(ctx context.Context, sql string, args ...any) ([]string, error) {
	rows, err := d.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// JournalQueries are the queries of every look.
func JournalQueries() []string { return []string{openCalls, revocations} }
