package serve

import (
	"context"
	"fmt"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/serve/postgres"
)

// runMigrate creates or updates the tables in the database.
func (o *options) runMigrate(ctx context.Context, e *cli.Env, v *cli.View) error {
	url, err := o.databaseURL(e)
	if err != nil {
		return err
	}
	if url.IsZero() {
		return &cli.UsageError{Summary: "Missing database", Detail: fmt.Sprintf(
			"The flag --migrate needs a PostgreSQL database. Set %s or --database-url, as in:\n\n  export %s=postgres://patctl@localhost/patctl", databaseURL, databaseURL)}
	}
	defer e.Signals.Heeds()()
	if err := postgres.Migrate(ctx, url); err != nil {
		return err
	}
	v.Printf("The tables in the database are up to date.\n")
	return nil
}
