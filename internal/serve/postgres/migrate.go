package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/patctl/patctl/internal/github/credential"
)

const (
	// schema is where all tables are, River's too.
	schema = "patctl"
	// version is the number of the last file in migrations. A new version of River that
	// has migrations needs a new one as well, so that an older patctl notices.
	version = 1
	// oldest is the first version of PostgreSQL that ends sessions which are silent.
	oldest = 140000
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate makes the tables in the database at a URL, or brings them up to date. It may run
// again, and in several processes at a time.
func Migrate(ctx context.Context, address credential.Secret) error {
	config, hide, err := parse(address)
	if err != nil {
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return hide.wrap("connect to PostgreSQL", err)
	}
	defer pool.Close()
	return hide.wrap("migrate the database", migrate(ctx, pool))
}

func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := supported(ctx, conn.Conn()); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", lockKey("migrate", "")); err != nil {
		return err
	}
	defer func() {
		if _, err := conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", lockKey("migrate", "")); err != nil {
			_ = conn.Conn().Close(context.WithoutCancel(ctx))
		}
	}()
	if _, err := conn.Exec(ctx, "create schema if not exists "+schema); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "create table if not exists patctl.version (version integer primary key, at timestamptz not null default now())"); err != nil {
		return err
	}
	have, err := versionOf(ctx, conn.Conn())
	if err != nil {
		return err
	}
	if have > version {
		return errNewer(have)
	}
	river, err := migrator(pool)
	if err != nil {
		return err
	}
	if _, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	for next := have + 1; next <= version; next++ {
		if err := step(ctx, conn.Conn(), next); err != nil {
			return fmt.Errorf("version %d: %w", next, err)
		}
	}
	return nil
}

// step runs one file, whole or not at all.
func step(ctx context.Context, conn *pgx.Conn, next int) error {
	text, err := migrations.ReadFile(fmt.Sprintf("migrations/%d.sql", next))
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, string(text)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "insert into patctl.version (version) values ($1)", next)
		return err
	})
}

func migrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: schema, Logger: slog.New(slog.DiscardHandler)})
}

// check rejects a database whose tables are not those of this version.
func check(ctx context.Context, pool *pgxpool.Pool) error {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	if err := supported(ctx, conn.Conn()); err != nil {
		return err
	}
	exists := false
	if err := conn.QueryRow(ctx, "select to_regclass('patctl.version') is not null").Scan(&exists); err != nil {
		return err
	}
	if !exists {
		return errors.New(`the database has no tables of patctl. Run "patctl serve --migrate" once`)
	}
	have, err := versionOf(ctx, conn.Conn())
	switch {
	case err != nil:
		return err
	case have > version:
		return errNewer(have)
	case have < version:
		return fmt.Errorf(`the tables have version %d, and this patctl needs version %d. Run "patctl serve --migrate" once`, have, version)
	}
	return checkRiver(ctx, pool)
}

func checkRiver(ctx context.Context, pool *pgxpool.Pool) error {
	river, err := migrator(pool)
	if err != nil {
		return err
	}
	result, err := river.Validate(ctx, nil)
	if err != nil {
		return err
	}
	if !result.OK {
		return errors.New(`the tables of the queue are not up to date. Run "patctl serve --migrate" once`)
	}
	return nil
}

func versionOf(ctx context.Context, conn *pgx.Conn) (int, error) {
	have := 0
	err := conn.QueryRow(ctx, "select coalesce(max(version), 0) from patctl.version").Scan(&have)
	return have, err
}

func supported(ctx context.Context, conn *pgx.Conn) error {
	number := 0
	if err := conn.QueryRow(ctx, "select current_setting('server_version_num')::int").Scan(&number); err != nil {
		return err
	}
	if number < oldest {
		return fmt.Errorf("the server is PostgreSQL %d, and patctl needs version 14 or later", number/10000)
	}
	return nil
}

func errNewer(have int) error {
	return fmt.Errorf("the tables have version %d, and this patctl knows versions up to %d. Update patctl", have, version)
}
