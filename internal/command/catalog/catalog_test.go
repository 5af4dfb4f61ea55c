package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/pat"
)

// What the user typed may hold anything; the message is printed on a terminal.
func TestNoPermissionMasksWords(t *testing.T) {
	detail := noPermission(catalog.Default(), catalogOptions{words: []string{"\x1b[31mred", "\u202eder"}}).Detail
	if strings.ContainsAny(detail, "\x1b\u202e") || !strings.Contains(detail, `\x1b[31mred \u202eder`) {
		t.Errorf("detail: %q", detail)
	}
}

// The advice about a name that no template can use stays whole where the
// terminal is narrow.
func TestCatalogTableOnTerminal(t *testing.T) {
	opts := catalogOptions{words: []string{"webhooks"}}
	got := clitest.OnTerminal(60, func(v *cli.View) {
		v.Table(catalogTable(opts.Choose(catalog.Default(), catalogEntries(catalog.Default()))))
	})
	want := `PERMISSION             LEVELS (ENDPOINTS)
repository_hooks       read (7), write (12)
webhooks               none: use repository_hooks
organization_hooks     read (5), write (11)
organization_webhooks  none: use organization_hooks
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A label that a configuration declares is text from outside.
func TestCatalogTableMasksLabels(t *testing.T) {
	known := catalog.Default().With(catalog.Permission{
		Name: "new_thing", DisplayName: "New\x1b[2J\tthing", Section: pat.Repository, Levels: []pat.Level{pat.Read},
	})
	opts := catalogOptions{words: []string{"new_thing"}}
	rows := catalogTable(opts.Choose(known, catalogEntries(known))).Rows
	want := [][]string{{"new_thing", `New\x1b[2J\tthing`, "repository", "read (0)", "declared by the configuration"}}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
