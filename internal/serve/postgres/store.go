package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/serve/status"
)

// Store keeps the journal and the status of organizations.
type Store struct{ *Database }

// Store returns what keeps the journal and the status.
func (d *Database) Store() Store { return Store{d} }

// Lock keeps all other processes from acting in an organization until unlock. It is false
// where another one acts. The lock is lost with its connection; then the journal can't be
// written.
func (s Store) Lock(ctx context.Context, organization string) (unlock func(), ok bool, err error) {
	h, ok, err := s.locks.take(ctx, lockKey(actLock, keyOf(organization)))
	if err != nil || !ok {
		return nil, false, s.hide.wrap("lock the organization", err)
	}
	return sync.OnceFunc(func() { s.locks.release(h) }), true, nil
}

// Journal returns the journal of an organization. Its Write needs the lock of the
// organization, and returns when the entry is committed.
func (s Store) Journal(_ context.Context, organization string) apply.Journal {
	return journal{s.Database, keyOf(organization)}
}

// All entries of some calls, which an index finds however long the journal is.
const (
	openCalls = `select j.entry from patctl.journal o
		join patctl.journal j on j.organization = o.organization and j.run = o.run and j.call = o.call
		where o.organization = $1 and o.open order by j.id`
	revocations = `select j.entry from patctl.journal b
		join patctl.journal j on j.organization = b.organization and j.run = b.run and j.call = b.call
		where b.organization = $1 and b.at >= $2 and b.phase = 'before' and b.action = 'revoke' order by j.id`
)

// Open returns the calls of an organization without a known result, as apply.Open does.
func (s Store) Open(ctx context.Context, organization string) ([]apply.Entry, error) {
	entries, err := entriesOf(ctx, s.pool, openCalls, keyOf(organization))
	if err != nil {
		return nil, s.hide.wrap("read the journal", err)
	}
	return apply.Open(entries), nil
}

// Revoked counts the tokens whose revocation was asked for since a time. A revocation that
// was not sent, or that GitHub rejected, does not count.
func (s Store) Revoked(ctx context.Context, organization string, since time.Time) (int, error) {
	entries, err := entriesOf(ctx, s.pool, revocations, keyOf(organization), since)
	if err != nil {
		return 0, s.hide.wrap("read the journal", err)
	}
	type call struct {
		run    string
		number int
	}
	asked := map[call][]int64{}
	for i := range entries {
		e := &entries[i]
		switch {
		case e.Phase == apply.Before:
			asked[call{e.Run, e.Call}] = e.IDs
		case e.Phase == apply.After && (e.Result == string(apply.Unsent) || e.Result == string(apply.Refused)):
			delete(asked, call{e.Run, e.Call})
		}
	}
	ids := map[int64]bool{}
	for _, list := range asked {
		for _, id := range list {
			ids[id] = true
		}
	}
	return len(ids), nil
}

// Status returns what is known of an organization; false: nothing.
func (s Store) Status(ctx context.Context, organization string) (status.Organization, bool, error) {
	list, err := s.statuses(ctx, "select status from patctl.status where key = $1", keyOf(organization))
	if err != nil || len(list) == 0 {
		return status.Organization{}, false, err
	}
	return list[0], true, nil
}

// All returns what is known of all organizations, by login.
func (s Store) All(ctx context.Context) ([]status.Organization, error) {
	return s.statuses(ctx, `select status from patctl.status order by key collate "C"`)
}

func (s Store) statuses(ctx context.Context, sql string, args ...any) ([]status.Organization, error) {
	list, err := decoded[status.Organization](ctx, s.pool, sql, args...)
	return list, s.hide.wrap("read the status", err)
}

// Keep replaces what is known of an organization.
func (s Store) Keep(ctx context.Context, o status.Organization) error {
	text, err := json.Marshal(o)
	if err == nil {
		_, err = s.pool.Exec(ctx, `insert into patctl.status (key, status) values ($1, $2)
			on conflict (key) do update set status = excluded.status`, keyOf(o.Login), string(text))
	}
	return s.hide.wrap("write the status", err)
}

// querier is a connection, a pool, or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func entriesOf(ctx context.Context, q querier, sql string, args ...any) ([]apply.Entry, error) {
	return decoded[apply.Entry](ctx, q, sql, args...)
}

// decoded reads a column of JSON.
func decoded[T any](ctx context.Context, q querier, sql string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (T, error) {
		var text string
		var out T
		if err := row.Scan(&text); err != nil {
			return out, err
		}
		if json.Unmarshal([]byte(text), &out) != nil {
			return out, errors.New("a row is not valid JSON")
		}
		return out, nil
	})
}

// journal is the journal of one organization.
type journal struct {
	*Database
	key string
}

// Write adds an entry, on the connection that holds the lock of the organization. Without
// the lock it is an error, and nothing is written.
func (j journal) Write(e apply.Entry) error {
	if keyOf(e.Organization) != j.key {
		return fmt.Errorf("the entry is about %q, and the journal about %q", e.Organization, j.key)
	}
	h := j.locks.find(lockKey(actLock, j.key))
	if h == nil {
		return errors.New("the organization is not locked by this process")
	}
	err := h.session.do(func(ctx context.Context, c *pgx.Conn) error {
		return pgx.BeginFunc(ctx, c, func(tx pgx.Tx) error { return j.add(ctx, tx, h, e) })
	})
	return j.hide.wrap("write the journal of "+j.key, err)
}

func (j journal) add(ctx context.Context, tx pgx.Tx, h *hold, e apply.Entry) error {
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	open := len(apply.Open([]apply.Entry{e})) > 0
	tag, err := tx.Exec(ctx, `insert into patctl.journal (organization, run, call, phase, action, at, open, entry)
		select $2, $3, $4, $5, $6, $7, $8, $9 where `+isHeld+` and pid = pg_backend_pid())`,
		h.key, j.key, e.Run, e.Call, string(e.Phase), string(e.Action), e.Time, open, string(text))
	if err != nil {
		return err
	}
	if tag.RowsAffected() != 1 {
		return errLost
	}
	if open {
		return nil
	}
	return j.settle(ctx, tx, e)
}

// settle marks a call as ended if its entries say so.
func (j journal) settle(ctx context.Context, tx pgx.Tx, e apply.Entry) error {
	story, err := entriesOf(ctx, tx, "select entry from patctl.journal where organization = $1 and run = $2 and call = $3 order by id", j.key, e.Run, e.Call)
	if err != nil || len(apply.Open(story)) > 0 {
		return err
	}
	_, err = tx.Exec(ctx, "update patctl.journal set open = false where organization = $1 and run = $2 and call = $3 and open", j.key, e.Run, e.Call)
	return err
}
