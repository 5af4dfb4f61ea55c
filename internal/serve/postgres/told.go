package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/patctl/patctl/internal/serve/notify"
)

// Told keeps what targets were told.
type Told struct{ *Database }

// Told returns what keeps the records of notify.
func (d *Database) Told() Told { return Told{d} }

const toldColumns = "organization, login, target, subject, verdict, external, told, at"

// Claim takes it on to tell a record, as notify.Told says. Of several processes that claim
// the same one, one succeeds. The issue of an earlier record stays if r has none.
func (t Told) Claim(ctx context.Context, r notify.Record, before time.Time) (notify.Record, bool, error) {
	var was notify.Record
	claimed := false
	err := pgx.BeginFunc(ctx, t.pool, func(tx pgx.Tx) error {
		var err error
		was, claimed, err = claim(ctx, tx, r, before)
		return err
	})
	if err != nil {
		return notify.Record{}, false, t.hide.wrap("claim a message", err)
	}
	return was, claimed, nil
}

func claim(ctx context.Context, tx pgx.Tx, r notify.Record, before time.Time) (notify.Record, bool, error) {
	r.Told = false
	tag, err := tx.Exec(ctx, `insert into patctl.told (`+toldColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`, valuesOf(r)...)
	if err != nil || tag.RowsAffected() == 1 {
		return notify.Record{}, err == nil, err
	}
	rows, err := tx.Query(ctx, "select "+toldColumns+" from patctl.told where organization = $1 and target = $2 and subject = $3 for update", keyOf(r.Organization), r.Target, r.Subject)
	if err != nil {
		return notify.Record{}, false, err
	}
	was, err := pgx.CollectExactlyOneRow(rows, recordOf)
	if errors.Is(err, pgx.ErrNoRows) { // forgotten in between
		return claim(ctx, tx, r, before)
	}
	if err != nil {
		return notify.Record{}, false, err
	}
	if was.Told && was.Verdict == r.Verdict || !was.Told && !was.At.Before(before) {
		return was, false, nil
	}
	if r.External == "" {
		r.External = was.External
	}
	return was, true, keep(ctx, tx, r)
}

// Keep replaces the record of its key.
func (t Told) Keep(ctx context.Context, r notify.Record) error {
	return t.hide.wrap("write what was told", pgx.BeginFunc(ctx, t.pool, func(tx pgx.Tx) error { return keep(ctx, tx, r) }))
}

func keep(ctx context.Context, tx pgx.Tx, r notify.Record) error {
	_, err := tx.Exec(ctx, `insert into patctl.told (`+toldColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (organization, target, subject) do update set
		login = excluded.login, verdict = excluded.verdict, external = excluded.external, told = excluded.told, at = excluded.at`, valuesOf(r)...)
	return err
}

// Of returns the records of an organization, by target and subject.
func (t Told) Of(ctx context.Context, organization string) ([]notify.Record, error) {
	rows, err := t.pool.Query(ctx, "select "+toldColumns+` from patctl.told where organization = $1 order by target collate "C", subject collate "C"`, keyOf(organization))
	if err != nil {
		return nil, t.hide.wrap("read what was told", err)
	}
	list, err := pgx.CollectRows(rows, recordOf)
	return list, t.hide.wrap("read what was told", err)
}

// Forget drops the record with the key of r.
func (t Told) Forget(ctx context.Context, r notify.Record) error {
	_, err := t.pool.Exec(ctx, "delete from patctl.told where organization = $1 and target = $2 and subject = $3", keyOf(r.Organization), r.Target, r.Subject)
	return t.hide.wrap("forget what was told", err)
}

func valuesOf(r notify.Record) []any {
	return []any{keyOf(r.Organization), textOf(r.Organization), r.Target, r.Subject, []byte(r.Verdict), r.External, r.Told, r.At}
}

func recordOf(row pgx.CollectableRow) (notify.Record, error) {
	var r notify.Record
	var key string
	var verdict []byte
	err := row.Scan(&key, &r.Organization, &r.Target, &r.Subject, &verdict, &r.External, &r.Told, &r.At)
	r.Verdict, r.At = string(verdict), r.At.UTC()
	return r, err
}
