package templatereport_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/templatereport"
)

func TestTemplatesReadBack(t *testing.T) {
	never := formattest.HostileTemplate("api")
	never.Permissions = pat.Permissions{"gists": "write"}
	none := *never
	none.Address, none.Repositories = "template.none", pat.Repositories{Patterns: []string{}}
	want := append(formattest.Templates()[:2], never, &none)
	got, err := templatereport.ReadDocument([]byte(write(t, "json", templates(want...), false)))
	if err != nil {
		t.Fatal(err)
	}
	var plain []pat.Template
	for _, w := range want {
		plain = append(plain, w.Template)
	}
	if diff := cmp.Diff(plain[:3], got[:3], cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if diff := plan.Compare(got, plan.After{Templates: plain}); len(diff.Changes) != 0 {
		t.Errorf("what is read differs from what was written: %+v", diff.Changes)
	}
}

func FuzzReadTemplates(f *testing.F) {
	mutate.Add(f, []byte(`{"format_version": "1.0", "templates": [
  {"address": "template.a", "name": "a", "permissions": {"contents": "read"}, "repositories": ["a"], "expires_in": 3, "target_name": null, "owners": []}
]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := templatereport.ReadDocument(data)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, template := range got {
			if seen[template.Address] {
				t.Errorf("%q occurs twice", template.Address)
			}
			seen[template.Address] = true
		}
	})
}

func TestInventoryIsReadInOneWay(t *testing.T) {
	read := func(data []byte) error {
		_, err := templatereport.ReadDocument(data)
		return err
	}
	formattest.CheckReadInOneWay(t, write(t, "json", templates(formattest.Templates()[:2]...), false), read, map[string][2]string{
		"case":  {`"templates": [`, `"Templates": [], "templates": [`},
		"inner": {`"permissions": {`, `"permissions": {}, "permissions": {`},
	})
}
