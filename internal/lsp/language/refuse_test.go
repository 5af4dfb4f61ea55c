package language

import (
	"strings"
	"testing"
)

// TestRefusedRenames: what cannot be renamed, and names that are taken, with the reasons.
func TestRefusedRenames(t *testing.T) {
	w := workspace{}
	w.set("main.pat.hcl", `
variable "org" {}
variable "team" {}
locals {
  a = var.org
  b = var.missing
}
organization "octo-org" {}
rule "unused-token" {}
module "ci" {
  source = "./ci"
  extra  = var.undeclared
}
policy "one" {}
policy "both" {}
exception "e" {
  rules = ["policy:later", "policy:both"]
}
template "twice" {}
template "twice" {}
patctl {
  permission "new" {}
}
`)
	w.set("broken.pat.hcl", "locals {\n  x = [local.a\n}\nlocals {\n  z = 1\n}\n")
	w.set("ci/main.pat.hcl", "variable \"size\" {}\npolicy \"both\" {}\npolicy \"inner\" {}\n")
	for _, c := range []struct{ dir, at, name, want string }{
		{".", "octo-org", "x", "GitHub"},
		{".", "unused-token", "x", "The name of a rule"},
		{".", "new", "x", "The name of a permission"},
		{".", "missing", "x", "Nothing declares var.missing"},
		{".", "twice", "x", "template.twice is declared 2 times."},
		{".", "variable", "x", "There is nothing here"},
		{".", "team", "1x", `"1x" is not a valid name.`},
		{".", "team", "a b", `is not a valid name.`},
		{".", "team", "", `is not a valid name.`},
		{".", "team", "\x1b", `is not a valid name.`},
		{".", "team", "source", `cannot be named "source"`},
		{".", "team", "for_each", `cannot be named "for_each"`},
		{".", "team", "org", "var.org already exists."},
		{".", "team", "undeclared", "main.pat.hcl already refers to var.undeclared, which does not exist."},
		{"ci", "size", "extra", "main.pat.hcl already refers to var.extra"},
		{".", "a = var", "w", "broken.pat.hcl has a syntax error, and may refer to local.a."},
		{".", "one", "inner", `The module in ci has a policy named "one" or "inner"`},
		{".", "one", "later", "main.pat.hcl already refers to policy.later"},
		{".", "both", "x", `The module in ci has a policy named "both" or "x"`},
		{".", `both"]`, "x", `Several modules have a policy named "both"`},
		{".", "team", "other", ""},
		{".", "team", "team", ""},
		{"ci", "size", "other-ä", ""},
		{".", "one", "other", ""},
	} {
		at := strings.Index(string(w[c.dir].Document("main.pat.hcl").Bytes()), c.at)
		_, err := w[c.dir].Rename("main.pat.hcl", at, c.name)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("a rename of %s to %q gives %v, expected %q", c.at, c.name, err, c.want)
		case err != nil && (!strings.HasSuffix(err.Error(), ".") || strings.Contains(err.Error(), "\x1b")):
			t.Errorf("%q is no sentence", err)
		}
	}
	at, name, err := w["."].PrepareRename("main.pat.hcl", strings.Index(string(w["."].Document("main.pat.hcl").Bytes()), "var.org")+5)
	if got := w.shown([]Place{at})[0]; got != "main.pat.hcl:5:11 org" || name != "org" || err != nil {
		t.Errorf("the name is %s, %q, %v", got, name, err)
	}
}
