package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"github.com/jackc/pgx/v5"
)

// The kinds of locks. A look holds the first one, and who acts the second one.
const (
	lookLock = "look"
	actLock  = "act"
)

// lockKey is the number of an advisory lock. Two organizations with the same one would wait
// for each other, and nothing else.
func lockKey(kind, key string) int64 {
	sum := sha256.Sum256([]byte("patctl\x00" + kind + "\x00" + key))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// isHeld is a condition of SQL, without its closing bracket: the lock $1 is held.
const isHeld = `exists (select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
	and database = (select oid from pg_database where datname = current_database())
	and classid = (($1::bigint >> 32) & 4294967295)::oid and objid = ($1::bigint & 4294967295)::oid`

// locks are those that the process holds, all of them in one session.
type locks struct {
	config  *pgx.ConnConfig
	options Options

	opening sync.Mutex // held while a session is opened
	mu      sync.Mutex
	closed  bool
	current *session
	held    map[int64]*hold
}

// hold is a lock that is held until it is released, or its session ends.
type hold struct {
	key     int64
	session *session
}

func newLocks(config *pgx.ConnConfig, o Options) *locks {
	return &locks{config: config, options: o, held: map[int64]*hold{}}
}

// take takes a lock. It is false where it is held, in this process or in another one. A lock
// whose session has ended is held within the process until it is released.
func (l *locks) take(ctx context.Context, key int64) (*hold, bool, error) {
	h := &hold{key: key}
	l.mu.Lock()
	taken := l.held[key] != nil
	if !taken {
		l.held[key] = h
	}
	l.mu.Unlock()
	if taken {
		return nil, false, nil
	}
	ok, err := l.acquire(ctx, h)
	if err != nil || !ok {
		l.drop(h)
		return nil, false, err
	}
	return h, true, nil
}

func (l *locks) acquire(ctx context.Context, h *hold) (bool, error) {
	s, err := l.live(ctx)
	if err != nil {
		return false, err
	}
	ok := false
	err = s.do(func(ctx context.Context, c *pgx.Conn) error {
		return c.QueryRow(ctx, "select pg_try_advisory_lock($1)", h.key).Scan(&ok)
	})
	l.mu.Lock()
	h.session = s
	l.mu.Unlock()
	return ok, err
}

// live returns the session, or opens one.
func (l *locks) live(ctx context.Context) (*session, error) {
	l.opening.Lock()
	defer l.opening.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	s, closed := l.current, l.closed
	l.mu.Unlock()
	if closed {
		return nil, errLost
	}
	if s != nil && s.alive.Err() == nil {
		return s, nil
	}
	s, err := openSession(ctx, l.config, l.options)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	l.current = s
	l.mu.Unlock()
	return s, nil
}

// find returns the hold of a lock, or nil.
func (l *locks) find(key int64) *hold {
	l.mu.Lock()
	defer l.mu.Unlock()
	if h := l.held[key]; h != nil && h.session != nil {
		return h
	}
	return nil
}

// release gives a lock back. Where that fails, the session goes, and with it the lock.
func (l *locks) release(h *hold) {
	ok := false
	err := h.session.do(func(ctx context.Context, c *pgx.Conn) error {
		return c.QueryRow(ctx, "select pg_advisory_unlock($1)", h.key).Scan(&ok)
	})
	if err != nil || !ok {
		h.session.end()
	}
	l.drop(h)
}

func (l *locks) drop(h *hold) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.held, h.key)
}

// close ends the session for good.
func (l *locks) close() {
	l.opening.Lock()
	defer l.opening.Unlock()
	l.mu.Lock()
	s := l.current
	l.closed = true
	l.mu.Unlock()
	if s != nil {
		s.close()
	}
}
