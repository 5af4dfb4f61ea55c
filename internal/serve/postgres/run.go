package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/patctl/patctl/internal/serve/queue"
)

const (
	// lookTime ends a look that does not end by itself.
	lookTime = 15 * time.Minute
	// mostElsewhere is after how many attempts in a row an organization is forgotten that no process has
	// that took it. The sweep of one that has it asks again.
	mostElsewhere = 10
	// retention is how long River keeps jobs that have ended.
	retention = time.Hour
)

// Run hands out looks until the context ends. It goes on through failures of PostgreSQL. The
// context of a look ends when the connection that holds its lock is lost. When Run's own context
// ends, looks have Options.Grace to end before their contexts end, too.
func (q *Queue) Run(ctx context.Context, work queue.Work) error {
	var janitors sync.WaitGroup
	defer janitors.Wait()
	janitors.Go(func() { q.repeat(ctx, q.options.pace.tick, q.promote) })
	janitors.Go(func() { q.repeat(ctx, q.options.pace.janitor, q.revive) })
	for ctx.Err() == nil {
		client, err := q.client(&worker{queue: q, stopping: ctx, work: work})
		if err != nil {
			return q.hide.wrap("start the queue", err)
		}
		if err := client.Start(ctx); err != nil {
			q.warn(ctx, "The queue could not be started.", err)
		} else {
			<-client.Stopped()
		}
		_ = q.options.Sleep(ctx, q.options.pace.tick)
	}
	return nil
}

// client returns River with the two lanes.
func (q *Queue) client(w *worker) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, w); err != nil {
		return nil, err
	}
	slow := max(1, q.options.Workers/4)
	return river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		Schema:  schema,
		Workers: workers,
		Queues: map[string]river.QueueConfig{
			fastLane: {MaxWorkers: max(1, q.options.Workers-slow)},
			slowLane: {MaxWorkers: slow},
		},
		FetchPollInterval:           500 * time.Millisecond, // for notifications that are left out or lost
		JobTimeout:                  lookTime,
		MaxAttempts:                 1,
		SoftStopTimeout:             q.options.pace.stop,
		CompletedJobRetentionPeriod: retention,
		CancelledJobRetentionPeriod: retention,
		DiscardedJobRetentionPeriod: retention,
		Logger:                      slog.New(slog.DiscardHandler),
	})
}

// worker does the jobs of River. None of them is tried again by River: the row knows what is
// to be done.
type worker struct {
	river.WorkerDefaults[lookArgs]
	queue    *Queue
	stopping context.Context // ends when no look begins any more
	work     queue.Work
}

// Work does one look, if the job is the newest one of its organization.
func (w *worker) Work(ctx context.Context, job *river.Job[lookArgs]) error {
	q := w.queue
	if w.stopping.Err() != nil { // another process takes it
		return q.later(ctx, job.Args)
	}
	h, ok, err := q.locks.take(ctx, lockKey(lookLock, job.Args.Key))
	if err != nil {
		return q.hide.wrap("lock the look", err)
	}
	if !ok {
		return q.later(ctx, job.Args)
	}
	defer q.locks.release(h)
	look, ok, err := q.begin(ctx, job.Args)
	if err != nil || !ok {
		return err
	}
	q.running.Add(1)
	defer q.running.Add(-1)
	r := w.look(ctx, h, look)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), statementTime)
	defer cancel()
	if err := q.finish(ctx, job.Args, r, look.Attempt); err != nil {
		q.warn(ctx, "The end of a look could not be written. It is begun again.", err)
	}
	return nil
}

// look calls the work. A failure that comes from the loss of the lock, or from the end of Run, is
// none of the organization.
func (w *worker) look(ctx context.Context, h *hold, look queue.Look) result {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(h.session.alive, cancel)()
	err := w.guarded(ctx, look)
	switch {
	case err == nil, errors.Is(err, queue.ErrElsewhere) && look.Attempt >= mostElsewhere:
		return looked
	case h.session.alive.Err() != nil || w.stopping.Err() != nil:
		return cut
	}
	return failed
}

// guarded turns a panic into an error, so that one organization does not end the process.
func (w *worker) guarded(ctx context.Context, look queue.Look) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("a look panicked")
			w.queue.options.Log.ErrorContext(ctx, "A look panicked. This is a bug in patctl.", "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	return w.work(ctx, look)
}

func (q *Queue) warn(ctx context.Context, message string, err error) {
	if ctx.Err() == nil {
		q.options.Log.WarnContext(ctx, message, "error", q.hide.wrap("PostgreSQL", err).Error())
	}
}
