// Package postgres keeps the queue, the journal, the status, and what was told in a PostgreSQL
// database, for several processes that share the work.
package postgres

import (
	_ "github.com/jackc/pgx/v5/pgxpool"
	_ "github.com/riverqueue/river"
	_ "github.com/riverqueue/river/riverdriver/riverpgxv5"
	_ "github.com/riverqueue/river/rivermigrate"
)
