package hcl_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/hcl"
)

// TestPrecedence adds a source of values at a time, weakest first: each must win
// over all before it.
func TestPrecedence(t *testing.T) {
	files := map[string]string{"main.pat.hcl": "variable \"x\" {\n  default = \"default\"\n}\ntemplate \"t\" {\n  name = var.x\n}\n"}
	var in hcl.Inputs
	steps := []struct {
		want string
		add  func()
	}{
		{"default", func() {}},
		{"environment", func() { in.Environ = []string{"PATCTL_VAR_x=environment", "x=no", "PATCTL_VAR_X=no"} }},
		{"patvars", func() { files["patctl.patvars"] = `x = "patvars"` }},
		{"patvars.json", func() { files["patctl.patvars.json"] = `{"x": "patvars.json"}` }},
		{"a.auto", func() { files["a.auto.patvars"] = `x = "a.auto"` }},
		{"a.auto.json", func() { files["a.auto.patvars.json"] = `{"x": "a.auto.json"}` }},
		{"z.auto", func() { files["z.auto.patvars"] = `x = "z.auto"` }},
		{"first file", func() {
			in.Files = append(in.Files, hcl.InputFile{Name: "a.patvars", Data: []byte(`x = "first file"`)})
		}},
		{"second file", func() {
			in.Files = append(in.Files, hcl.InputFile{Name: "b.json", Data: []byte(`{"x": "second file"}`)})
		}},
		{"first=flag", func() { in.Assignments = append(in.Assignments, "x=first=flag") }},
		{"second flag", func() { in.Assignments = append(in.Assignments, "x=second flag") }},
		{"", func() { in.Assignments = append(in.Assignments, "x=") }},
	}
	files[".hidden.auto.patvars"] = `x = "hidden"`
	files["other.patvars"] = `x = "not automatic"`
	for _, step := range steps {
		step.add()
		cfg, diags := hcl.Load(directory(files), ".", hcl.Options{Inputs: in})
		if len(diags) > 0 {
			t.Fatalf("%s:\n%s", step.want, text(t, cfg, diags))
		}
		if got := cfg.Templates[0].Name; got != step.want {
			t.Errorf("the value is %q, want %q", got, step.want)
		}
	}
}

// TestTypes shows what values become, by a label for each.
func TestTypes(t *testing.T) {
	tests := []struct{ declaration, value, Expression, want string }{
		{`type = number`, `"12"`, `var.x + 1`, "13"},
		{`type = bool`, `"true"`, `!var.x`, "false"},
		{`type = list(string)`, `["b", 1, true]`, `join(",", var.x)`, "b,1,true"},
		{`type = set(string)`, `["b", "a", "b"]`, `join(",", var.x)`, "a,b"},
		{`type = tuple([string, number])`, `["a", "1"]`, `var.x[1] + 1`, "2"},
		{`type = map(number)`, `{ a = "1" }`, `var.x.a + 1`, "2"},
		{`type = any`, `{ a = [1] }`, `var.x.a[0]`, "1"},
		{`type = list`, `["a", "b"]`, `length(var.x)`, "2"},
		{`type = map`, `{ a = "b" }`, `var.x["a"]`, "b"},
		{``, `{ a = [1] }`, `var.x.a[0]`, "1"},
		{`type = object({ a = optional(string) })`, `{}`, `var.x.a == null`, "true"},
		{`type = object({ a = optional(string, "d") })`, `{}`, `var.x.a`, "d"},
		{`type = object({ a = optional(string, "d") })`, `{ a = null }`, `var.x.a`, "d"},
		{`type = object({ a = optional(object({ b = optional(number, 5) }), {}) })`, `{}`, `var.x.a.b`, "5"},
		{`type = list(object({ a = string, b = optional(bool, true) }))`, `[{ a = "x" }]`, `"${var.x[0].b}"`, "true"},
		{`type = map(object({ a = optional(list(string), ["z"]) }))`, `{ k = {} }`, `var.x["k"].a[0]`, "z"},
		{`default = "d"`, `null`, `var.x == null`, "true"},
		{"default = \"d\"\n  nullable = false", `null`, `var.x`, "d"},
	}
	for _, test := range tests {
		src := fmt.Sprintf("variable \"x\" {\n  %s\n}\ntemplate \"t\" {\n  name = \"t\"\n  labels = { x = %s }\n}\n", test.declaration, test.Expression)
		cfg, diags := load(directory(map[string]string{"main.pat.hcl": src, "patctl.patvars": "x = " + test.value}))
		if len(diags) > 0 {
			t.Errorf("%s = %s:\n%s", test.declaration, test.value, text(t, cfg, diags))
			continue
		}
		if got := cfg.Templates[0].Labels["x"]; got != test.want {
			t.Errorf("%s = %s: %s is %q, want %q", test.declaration, test.value, test.Expression, got, test.want)
		}
	}
}

// TestTextValues: flags and the environment give strings to variables of a
// primitive type, expressions to the others.
func TestTextValues(t *testing.T) {
	tests := []struct{ declaration, text, Expression, want string }{
		{`type = string`, `["a"]`, `var.x`, `["a"]`},
		{``, `say "quoted"`, `var.x`, `say "quoted"`},
		{`type = number`, `7`, `var.x * 2`, `14`},
		{`type = list(string)`, `["a", "b"]`, `var.x[1]`, `b`},
		{`type = map(string)`, `{ a = "b" }`, `var.x.a`, `b`},
		{`type = any`, `"quoted"`, `var.x`, `quoted`},
	}
	for _, test := range tests {
		for _, in := range []hcl.Inputs{{Environ: []string{"PATCTL_VAR_x=" + test.text}}, {Assignments: []string{"x=" + test.text}}} {
			src := fmt.Sprintf("variable \"x\" {\n  %s\n}\ntemplate \"t\" {\n  name = %s\n}\n", test.declaration, test.Expression)
			cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": src}), ".", hcl.Options{Inputs: in})
			if len(diags) > 0 {
				t.Fatalf("%s = %s:\n%s", test.declaration, test.text, text(t, cfg, diags))
			}
			if got := cfg.Templates[0].Name; got != test.want {
				t.Errorf("%s = %s: %s is %q, want %q", test.declaration, test.text, test.Expression, got, test.want)
			}
		}
	}
}

func TestAddresses(t *testing.T) {
	cfg := mustLoad(t, `
template "set" {
  for_each = toset(["b", "a"])
  name     = each.value
}

template "map" {
  for_each = tomap({ x = 1 })
  name     = "${each.key}${each.value}"
}

template "object" {
  for_each = {
    "plain"     = 1
    "a b"       = 2
    "q\"uote"   = 3
    "d$${olla}" = 4
    "line\nend" = 5
    "ユニ"        = 6
    ""          = 7
    "\u202e"    = 8
  }
  name = each.key
}

template "none" {
  for_each = {}
  name     = "x"
}

template "one" {
  name = "x"
}
`)
	want := []string{
		`template.map["x"]`,
		`template.object[""]`,
		`template.object["\u202e"]`,
		`template.object["a b"]`,
		`template.object["d$${olla}"]`,
		`template.object["line\nend"]`,
		`template.object["plain"]`,
		`template.object["q\"uote"]`,
		`template.object["ユニ"]`,
		`template.one`,
		`template.set["a"]`,
		`template.set["b"]`,
	}
	if diff := cmp.Diff(want, addresses(cfg)); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}

func TestAddressesInModules(t *testing.T) {
	f := readFixture(t, "testdata/ok/modules.txtar")
	cfg, _ := f.load()
	want := map[string]string{
		`module.alone.module.inner["only"].template.it`:        "base-only",
		`module.team["api"].module.inner["graph"].template.it`: "api-graph",
		`module.team["api"].module.inner["rest"].template.it`:  "api-rest",
		`module.team["web"].module.inner["ui"].template.it`:    "web-ui",
		`template.base`: "base",
	}
	got := map[string]string{}
	for _, template := range cfg.Templates {
		got[template.Address] = template.Name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("templates (-want +got):\n%s", diff)
	}
}

// TestReferencesInAnyOrder: templates and locals refer to one another, whichever
// is written first.
func TestReferencesInAnyOrder(t *testing.T) {
	cfg := mustLoad(t, `
template "a" {
  name        = "a${local.suffix}"
  permissions = merge(template.b["x"].permissions, { issues = "read" })
  expires_in  = template.b["x"].expires_in
}

locals {
  suffix = "-of-${template.b["x"].name}"
}

template "b" {
  for_each    = { x = template.c.owners }
  name        = "b"
  owners      = each.value
  permissions = template.c.permissions
  expires_in  = 10
}

template "c" {
  name        = "c"
  owners      = ["mona"]
  permissions = { contents = "read" }
}
`)
	a := cfg.Templates[0]
	if a.Name != "a-of-b" || a.ExpiresIn.Days != 10 || len(a.Permissions) != 2 || a.Permissions["contents"] != "read" {
		t.Errorf("template.a is %+v", a.Template)
	}
	if owners := cfg.Templates[1].Owners; len(owners) != 1 || owners[0] != "mona" {
		t.Errorf("the owners of template.b are %q", owners)
	}
}
