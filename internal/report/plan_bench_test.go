package report_test

import (
	"fmt"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report"
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
	format, err := report.PlanFormatNamed("text")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before, err := report.ReadTemplates(inventory)
		if err != nil {
			b.Fatal(err)
		}
		d := report.NewPlanDocument(report.PlanInput{
			Diff:   plan.Compare(before, state),
			Hashes: report.PlanHashes{Configuration: plan.HashTemplates(after), Baseline: plan.HashTemplates(before)},
		})
		if d.Summary.Change != 100 || len(format.Render(d, report.PlanStyle{})) == 0 {
			b.Fatalf("%+v", d.Summary)
		}
	}
}

func benchmarkInventory(b *testing.B, list []*hcl.Template) []byte {
	b.Helper()
	f, err := report.TemplateFormatNamed("json")
	if err != nil {
		b.Fatal(err)
	}
	var out benchmarkBuffer
	if err := f.Write(&out, report.Templates{Catalog: catalog.Default(), List: list}, report.Style{}); err != nil {
		b.Fatal(err)
	}
	return out
}

type benchmarkBuffer []byte

func (w *benchmarkBuffer) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}
