package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// janitorTime is how long one round may take.
const janitorTime = 10 * time.Second

// repeat does something over and over. Of failures in a row the first one is logged.
func (q *Queue) repeat(ctx context.Context, pause time.Duration, do func(context.Context) error) {
	failing := false
	for q.options.Sleep(ctx, pause) == nil {
		bounded, cancel := context.WithTimeout(ctx, janitorTime)
		err := do(bounded)
		cancel()
		if err != nil && !failing {
			q.warn(ctx, "PostgreSQL failed. What waits is tried again.", err)
		}
		failing = err != nil
	}
}

// promote asks for what was kept in memory, and inserts the jobs of organizations whose next
// attempt is due.
func (q *Queue) promote(ctx context.Context) error {
	if err := q.flush(ctx); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, q.pool, func(tx pgx.Tx) error { return q.signal(ctx, tx, nil) })
}

// revive queues again what was lost: looks whose process is gone, and jobs that
// will not run any more. Every process does so, and needs no leader.
func (q *Queue) revive(ctx context.Context) error {
	if err := q.reviveLooks(ctx); err != nil {
		return err
	}
	_, err := q.pool.Exec(ctx, `update patctl.organization o set signalled = false
		where waiting and not running and signalled and not exists (select from patctl.river_job j where j.id = o.job and
			(j.state in ('available', 'scheduled', 'retryable', 'pending') or j.state = 'running' and j.attempted_at > now() - interval '10 seconds'))`)
	return err
}

// reviveLooks queues looks again that have begun and not ended, and whose lock has been free for
// a while: a process whose connection was lost notes the end of its looks itself. The row
// is locked before the advisory lock is looked at, because a process notes the end of a look
// in the row first, and gives the lock back afterwards. The attempt counts, so that a look
// that ends its process every time does not go on doing so.
func (q *Queue) reviveLooks(ctx context.Context) error {
	isFree := "not " + strings.ReplaceAll(isHeld, "$1::bigint", "o.lock") + ")"
	suspects, err := keysIn(ctx, q.pool, "select key from patctl.organization o where running and "+isFree)
	if err != nil || len(suspects) == 0 {
		return err
	}
	return pgx.BeginFunc(ctx, q.pool, func(tx pgx.Tx) error {
		keys, err := keysIn(ctx, tx, "select key from patctl.organization where running and key = any($1) order by key for update skip locked", suspects)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "update patctl.organization o set orphaned = coalesce(orphaned, now()) where key = any($1) and "+isFree, keys); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `update patctl.organization set running = false, waiting = true, signalled = false, orphaned = null, ended = now(),
			failures = failures + 1, slow = slow or failures > 0, since = least(since, began_since), due = now()
			where key = any($1) and orphaned <= now() - $2::interval`, keys, q.options.pace.grace)
		return err
	})
}

func keysIn(ctx context.Context, q querier, sql string, args ...any) ([]string, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
