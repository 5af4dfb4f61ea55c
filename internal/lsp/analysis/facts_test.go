package analysis_test

import (
	"context"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/analysis"
)

// TestLensesAfterQuickRead: once a mistake is taken back, all templates have their lenses again;
// and one that has no instance any more loses its own.
func TestLensesAfterQuickRead(t *testing.T) {
	ctx := context.Background()
	fsys := many(300, 1)
	name := "f0.pat.hcl"
	text := string(fsys[name].Data)
	set := func(text string) { fsys[name].Data = []byte(text) }
	a := analysis.New(read)
	lenses := func(r *analysis.Result) int {
		return len(r.Lenses(name, document(name, string(fsys[name].Data))))
	}
	want := lenses(a.Read(ctx, fsys, "."))
	set(strings.Replace(text, "expires_in    = local.days", "expires_in = (", 1))
	if a.ReadQuickly(ctx, fsys, ".") != nil {
		t.Fatal("a syntax error was read quickly")
	}
	a.Read(ctx, fsys, ".")
	set(strings.Replace(text, `"service-0"`, `"other"`, 1))
	r := a.ReadQuickly(ctx, fsys, ".")
	if r == nil {
		t.Fatal("all has to be read")
	}
	if got := lenses(r); got != want {
		t.Errorf("%d lenses, expected %d", got, want)
	}
	set(strings.Replace(text, `name          = "service-0"`, "for_each = {}\n  name = each.key", 1))
	if r = a.ReadQuickly(ctx, fsys, "."); r == nil {
		t.Fatal("all has to be read")
	}
	if got, whole := lenses(r), lenses(analysis.New(read).Read(ctx, fsys, ".")); got != whole {
		t.Errorf("without instances: %d lenses, expected %d", got, whole)
	}
}
