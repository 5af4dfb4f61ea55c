package expression

import (
	"fmt"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/hcl/budget"
)

// module declares one local value, and counts how often it is asked for the names of all.
type module struct{ asked int }

func (m *module) Has(_, name string) bool { return name == "known" }
func (m *module) Mentions(string) bool    { return false }
func (m *module) Names(string) []string {
	m.asked++
	return []string{"known"}
}

// TestNamesAreAskedForOnce: to sort the names of a module takes time.
func TestNamesAreAskedForOnce(t *testing.T) {
	m := &module{}
	r := NewReferences(budget.New(0, nil), m)
	const n = 10
	for i := range n {
		e, diags := hclsyntax.ParseExpression(fmt.Appendf(nil, "local.unknown%d", i), "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		r.Expression(e, ScopeNames)
	}
	wrong := 0
	r.Resolve(func(diags ...*hcl.Diagnostic) { wrong += len(diags) })
	if wrong != n || m.asked != 1 {
		t.Errorf("%d of %d references are wrong, and the names were asked for %d times", wrong, n, m.asked)
	}
}

// TestElements: the elements of a list are found once, however often they are asked for.
func TestElements(t *testing.T) {
	for src, want := range map[string]int{"[1, a, \"b\"]": 3, "a": 0, "{}": 0} {
		e, diags := hclsyntax.ParseExpression([]byte(src), "", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		x := &Expression{Expression: e}
		if got := x.Elements(); len(got) != want {
			t.Errorf("%s: %d elements, want %d", src, len(got), want)
		}
		if n := testing.AllocsPerRun(10, func() { x.Elements() }); n != 0 {
			t.Errorf("%s: asked again, it takes %v allocations", src, n)
		}
	}
}
