package plan_test

import (
	"fmt"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/report/templatereport"
)

// BenchmarkPlan compares 10,000 templates with an inventory of as many, 1 % of
// which differ, beyond loading the configuration.
func BenchmarkPlan(b *testing.B) {
	var list []*hcl.Template
	var after []pat.Template
	for i := range 10000 {
		t := pat.Template{
			Address: fmt.Sprintf("template.t%d", i), Name: fmt.Sprintf("t%d", i), Description: "Reads.", TargetName: "octo-org",
			ExpiresIn: pat.Expiry{Days: 30}, Permissions: pat.Permissions{"contents": "read", "issues": "write"},
			Repositories: pat.Repositories{Patterns: []string{fmt.Sprintf("octo-org/r%d", i)}}, Owners: []string{"mona"},
		}
		list = append(list, &hcl.Template{Template: t})
		if i%100 == 0 {
			t.Permissions = pat.Permissions{"contents": "write"}
		}
		after = append(after, t)
	}
	inventory := benchmarkInventory(b, list)
	state := plan.After{Templates: after, Catalog: catalog.Default()}
	format, err := planreport.FormatNamed("text")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before, err := templatereport.ReadDocument(inventory)
		if err != nil {
			b.Fatal(err)
		}
		d := planreport.NewDocument(planreport.Input{
			Diff:   plan.Compare(before, state),
			Hashes: planreport.Hashes{Configuration: plan.HashTemplates(after), Baseline: plan.HashTemplates(before)},
		})
		if d.Summary.Change != 100 || len(format.Render(d, planreport.Style{})) == 0 {
			b.Fatalf("%+v", d.Summary)
		}
	}
}

func benchmarkInventory(b *testing.B, list []*hcl.Template) []byte {
	b.Helper()
	f, err := templatereport.FormatNamed("json")
	if err != nil {
		b.Fatal(err)
	}
	var out benchmarkBuffer
	if err := f.Write(&out, templatereport.Templates{Catalog: catalog.Default(), List: list}, format.Style{}); err != nil {
		b.Fatal(err)
	}
	return out
}

type benchmarkBuffer []byte

func (w *benchmarkBuffer) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}
