package assist

import (
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/functions"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// TestFunctions: editors show the functions that expressions can call, with as many
// parameters as they have.
func TestFunctions(t *testing.T) {
	library := functions.NewLibrary(budget.New(budget.DefaultSteps, nil), &tree.Tree{}, catalog.Default).Table(".")
	table, names := functionTable()
	for name, f := range library {
		shown, ok := table[name]
		if !ok {
			t.Errorf("%s is not shown", name)
			continue
		}
		want := len(f.Params())
		if f.VarParam() != nil {
			want++
		}
		if len(shown.parameters) != want || shown.variadic() != (f.VarParam() != nil) || shown.doc == "" {
			t.Errorf("%s is shown as %s; it has %d parameters, variadic: %v", name, shown.signature, want, f.VarParam() != nil)
		}
	}
	for _, name := range names {
		if _, ok := library[name]; !ok {
			t.Errorf("%s is no function", name)
		}
	}
}
