package postgres

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/patctl/patctl/internal/serve/queue"
)

// maxKept is how many organizations are kept in memory while PostgreSQL is gone.
const maxKept = 10_000

// Queue hands out looks to all processes that share a database.
type Queue struct {
	*Database
	running atomic.Int64

	mu    sync.Mutex
	kept  map[string]ask // by key, what PostgreSQL did not take
	depth queue.Depth    // the last one that was read
}

// Queue returns the queue. A process calls it once.
func (d *Database) Queue() *Queue { return &Queue{Database: d, kept: map[string]ask{}} }

var _ queue.Queue = (*Queue)(nil)

// Add asks for looks. If PostgreSQL can't take that within half a second, it returns an
// error, and the organizations are kept in memory: Run asks again until it succeeds. So the
// looks take place unless the process ends before PostgreSQL is back, and the
// error is shown at the delivery.
func (q *Queue) Add(ctx context.Context, since time.Time, organizations ...string) error {
	asks := map[string]ask{}
	for _, login := range organizations {
		asks[keyOf(login)] = ask{login, since}
	}
	if len(asks) == 0 {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, q.options.pace.add)
	defer cancel()
	err := q.mark(bounded, asks)
	if err == nil {
		return nil
	}
	what := "add to the queue (kept in memory, to be tried again)"
	if lost := q.keep(asks); lost > 0 {
		what = fmt.Sprintf("add to the queue (%d organizations are dropped until the next sweep)", lost)
	}
	return q.hide.wrap(what, err)
}

// keep keeps asks in memory, and returns how many there was no room for.
func (q *Queue) keep(asks map[string]ask) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	lost := 0
	for key, a := range asks {
		old, known := q.kept[key]
		switch {
		case known:
			q.kept[key] = a.merge(old)
		case len(q.kept) < maxKept:
			q.kept[key] = a
		default:
			lost++
		}
	}
	return lost
}

// flush asks for what was kept.
func (q *Queue) flush(ctx context.Context) error {
	q.mu.Lock()
	asks := q.kept
	q.kept = map[string]ask{}
	q.mu.Unlock()
	if len(asks) == 0 {
		return nil
	}
	err := q.mark(ctx, asks)
	if err != nil {
		q.keep(asks)
	}
	return err
}

// Depth tells how much there is to do in all processes, and how many looks this process has
// under way. While PostgreSQL is gone it repeats what it read last.
func (q *Queue) Depth() queue.Depth {
	ctx, cancel := context.WithTimeout(context.Background(), q.options.pace.add)
	defer cancel()
	var d queue.Depth
	var oldest float64
	err := q.pool.QueryRow(ctx, `select count(*) filter (where due <= now()), count(*) filter (where due > now()),
		coalesce(extract(epoch from now() - min(due) filter (where due <= now())), 0)::float8
		from patctl.organization where waiting`).Scan(&d.Waiting, &d.Delayed, &oldest)
	q.mu.Lock()
	defer q.mu.Unlock()
	if err == nil {
		d.Oldest = time.Duration(oldest * float64(time.Second))
		q.depth = d
	}
	d = q.depth
	d.Waiting += len(q.kept)
	d.Running = int(q.running.Load())
	return d
}
