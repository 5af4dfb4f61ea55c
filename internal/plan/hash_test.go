package plan_test

import (
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

func hash(t *testing.T, src string) string {
	t.Helper()
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src), Mode: 0o644}}, ".", hcl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return plan.HashConfiguration(cfg)
}

func TestHashOfTheConfiguration(t *testing.T) {
	plain := `template "a" { name = "a" }` + "\n"
	once := hash(t, plain)
	if again := hash(t, plain); again != once {
		t.Error("one configuration has two hashes")
	}
	if once == hash(t, `template "a" { name = "b" }`+"\n") {
		t.Error("two configurations have one hash")
	}
	secret := func(value string) string {
		return `variable "s" {` + "\n  sensitive = true\n  default = \"" + value + "\"\n}\n" + plain
	}
	if hash(t, secret("1234")) != hash(t, secret("99")) {
		t.Error("the hash gives away a secret")
	}
}

func TestHashOfTemplates(t *testing.T) {
	a, b := pat.Template{Address: "template.a", Name: "a"}, pat.Template{Address: "template.b", Name: "b"}
	if plan.HashTemplates([]pat.Template{a, b}) != plan.HashTemplates([]pat.Template{b, a}) {
		t.Error("the order matters")
	}
	seen := map[string]bool{}
	for _, change := range []func(*pat.Template){
		func(*pat.Template) {},
		func(t *pat.Template) { t.Name = "" },
		func(t *pat.Template) { t.Owners = []string{"mona"} },
		func(t *pat.Template) { t.Owners = []string{"mo", "na"} },
		func(t *pat.Template) { t.Endpoints = []string{"mona"} },
		func(t *pat.Template) { t.Repositories.Patterns = []string{} },
		func(t *pat.Template) { t.Repositories.Patterns = []string{"mona"} },
		func(t *pat.Template) { t.Repositories.Selection = "all" },
		func(t *pat.Template) { t.ExpiresIn.Never = true },
		func(t *pat.Template) { t.ExpiresIn.Days = 1 },
		func(t *pat.Template) { t.Match.Exact = true },
		func(t *pat.Template) { t.Match.Name = "exact" },
		func(t *pat.Template) { t.Permissions = pat.Permissions{"contents": "read"} },
		func(t *pat.Template) { t.Labels = map[string]string{"contents": "read"} },
	} {
		c := a
		change(&c)
		seen[plan.HashTemplates([]pat.Template{c})] = true
	}
	if len(seen) != 14 {
		t.Errorf("14 templates have %d hashes", len(seen))
	}
}
