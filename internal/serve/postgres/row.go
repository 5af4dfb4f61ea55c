package postgres

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/patctl/patctl/internal/serve/queue"
)

// The queues of River. The slow lane has organizations whose last look failed or took long.
const (
	fastLane = "looks"
	slowLane = "slow_looks"
)

// lookArgs is a job. It begins the look of an organization only with the ticket of its row.
type lookArgs struct {
	Key    string `json:"key"`
	Ticket int64  `json:"ticket"`
}

// Kind is the name of the jobs.
func (lookArgs) Kind() string { return "look" }

// ask is what is asked for.
type ask struct {
	login string
	since time.Time // zero: no event
}

// merge keeps the older event.
func (a ask) merge(b ask) ask {
	if a.since.IsZero() || !b.since.IsZero() && b.since.Before(a.since) {
		a.since = b.since
	}
	return a
}

// mark notes in the rows that looks are asked for, and inserts the jobs of those that may begin.
func (q *Queue) mark(ctx context.Context, asks map[string]ask) error {
	keys := slices.Sorted(maps.Keys(asks))
	var logins []string
	var numbers []int64
	var events []*time.Time
	for _, key := range keys {
		a := asks[key]
		logins, numbers = append(logins, textOf(a.login)), append(numbers, lockKey(lookLock, key))
		if a.since.IsZero() {
			events = append(events, nil)
		} else {
			events = append(events, &a.since)
		}
	}
	return pgx.BeginFunc(ctx, q.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `insert into patctl.organization (key, login, lock)
			select * from unnest($1::text[], $2::text[], $3::bigint[]) order by 1 on conflict (key) do nothing`, keys, logins, numbers); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "select from patctl.organization where key = any($1) order by key for update", keys); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `update patctl.organization o set
			login = n.login, waiting = true, since = least(o.since, n.since),
			due = case when not o.waiting then now()
				when not o.running and n.since is not null then least(o.due, greatest(now(), o.ended + $4::interval))
				else o.due end
			from unnest($1::text[], $2::text[], $3::timestamptz[]) n (key, login, since) where o.key = n.key`,
			keys, logins, events, q.options.pace.forward); err != nil {
			return err
		}
		return q.signal(ctx, tx, keys)
	})
}

// signal inserts the jobs of organizations that are due; nil: of all organizations. Rows that
// somebody else is working on are left to them.
func (q *Queue) signal(ctx context.Context, tx pgx.Tx, keys []string) error {
	rows, err := tx.Query(ctx, `with ready as (
			select key from patctl.organization
			where waiting and not running and not signalled and due <= now() and ($1::text[] is null or key = any($1))
			order by key for update skip locked)
		update patctl.organization o set ticket = ticket + 1, signalled = true from ready
		where o.key = ready.key returning o.key, o.ticket, o.slow, o.due`, keys)
	if err != nil {
		return err
	}
	type job struct {
		Key    string
		Ticket int64
		Slow   bool
		Due    time.Time
	}
	due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[job])
	if err != nil || len(due) == 0 {
		return err
	}
	slices.SortFunc(due, func(a, b job) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Key, b.Key)) })
	var params []river.InsertManyParams
	for _, j := range due {
		lane := fastLane
		if j.Slow {
			lane = slowLane
		}
		params = append(params, river.InsertManyParams{Args: lookArgs{j.Key, j.Ticket}, InsertOpts: &river.InsertOpts{Queue: lane, MaxAttempts: 1}})
	}
	inserted, err := q.inserter.InsertManyTx(ctx, tx, params)
	if err != nil {
		return err
	}
	var jobs []int64
	var names []string
	for i, result := range inserted {
		jobs, names = append(jobs, result.Job.ID), append(names, due[i].Key)
	}
	_, err = tx.Exec(ctx, "update patctl.organization o set job = n.job from unnest($1::text[], $2::bigint[]) n (key, job) where o.key = n.key", names, jobs)
	return err
}

// begin turns the look that is waiting into the one that is running. It is false where the
// job is not the newest one. The caller holds the lock of the look.
func (q *Queue) begin(ctx context.Context, args lookArgs) (queue.Look, bool, error) {
	rows, err := q.pool.Query(ctx, `update patctl.organization set running = true, waiting = false, signalled = false, orphaned = null,
		began = clock_timestamp(), began_since = since, since = null
		where key = $1 and ticket = $2 and waiting and signalled returning login, began_since, failures`, args.Key, args.Ticket)
	if err != nil {
		return queue.Look{}, false, err
	}
	type begun struct {
		Login    string
		Since    *time.Time
		Failures int
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[begun])
	if err != nil || len(list) == 0 {
		return queue.Look{}, false, err
	}
	look := queue.Look{Organization: list[0].Login, Attempt: list[0].Failures + 1}
	if list[0].Since != nil {
		look.Since = list[0].Since.UTC()
	}
	return look, true, nil
}

// later gives the job of a look back that can't begin, because its lock is held.
func (q *Queue) later(ctx context.Context, args lookArgs) error {
	_, err := q.pool.Exec(ctx, `update patctl.organization set signalled = false, due = now() + $3::interval
		where key = $1 and ticket = $2 and waiting and signalled`, args.Key, args.Ticket, q.options.pace.tick)
	return err
}

// result is what a look came to.
type result string

const (
	looked result = "looked"
	failed result = "failed"
	cut    result = "cut" // it was ended for reasons of our own, and is begun again
)

// finish notes the end of a look, and inserts the job of the next one if it was asked for.
// If another process has taken the look over, it does nothing.
func (q *Queue) finish(ctx context.Context, args lookArgs, r result, attempt int) error {
	return pgx.BeginFunc(ctx, q.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update patctl.organization set running = false, signalled = false, orphaned = null, ended = now(),
			failures = case $3 when 'looked' then 0 when 'failed' then failures + 1 else failures end,
			slow = case $3 when 'looked' then now() - began > $4::interval when 'failed' then true else slow end,
			due = case $3 when 'looked' then due when 'failed' then now() + case when since is not null then least($5::interval, $6) else $5 end else now() end,
			since = case $3 when 'looked' then since else least(since, began_since) end,
			waiting = waiting or $3 <> 'looked'
			where key = $1 and ticket = $2 and running`,
			args.Key, args.Ticket, string(r), q.options.pace.slow, q.backoff(attempt), q.options.pace.forward); err != nil {
			return err
		}
		return q.signal(ctx, tx, []string{args.Key})
	})
}

// backoff is the time until the attempt after one that failed.
func (q *Queue) backoff(attempt int) time.Duration {
	random := 0.0
	if q.options.Jitter != nil {
		random = q.options.Jitter()
	}
	return queue.Backoff(q.options.pace.retry, q.options.pace.retryMax, attempt, random)
}
