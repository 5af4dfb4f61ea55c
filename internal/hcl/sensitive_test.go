package hcl_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// secret is what no output may hold, nor the part of it that a function or a
// message may cut out.
const secret = "hush7351"

// TestSensitiveValuesStayHidden goes through the ways in which a value comes
// into a message.
func TestSensitiveValuesStayHidden(t *testing.T) {
	const declared = "variable \"x\" {\n  sensitive = true\n}\n"
	const checked = `
variable "x" {
  sensitive = true
  validation {
    condition     = length(var.x) > 100
    error_message = "Too short: ${var.x}."
  }
}
`
	const number = "variable \"x\" {\n  sensitive = true\n  type = number\n}\n"
	const list = "variable \"x\" {\n  sensitive = true\n  type = list(string)\n}\n"
	tests := []struct {
		name  string
		main  string
		extra map[string]string
		in    hcl.Inputs
	}{
		{"validation, environment", checked, nil, hcl.Inputs{Environ: []string{"PATCTL_VAR_x=" + secret}}},
		{"validation, flag", checked, nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"validation, file", checked, map[string]string{"patctl.patvars": `x = "` + secret + `"`}, hcl.Inputs{}},
		{"validation, JSON file", checked, map[string]string{"patctl.patvars.json": `{"x": "` + secret + `"}`}, hcl.Inputs{}},
		{"validation, named file", checked, nil, hcl.Inputs{Files: []hcl.InputFile{{Name: "v", Data: []byte(`x = "` + secret + `"`)}}}},
		{"validation, default", strings.Replace(checked, "sensitive", "default = \""+secret+"\"\n  sensitive", 1), nil, hcl.Inputs{}},
		{"type, environment", number, nil, hcl.Inputs{Environ: []string{"PATCTL_VAR_x=" + secret}}},
		{"type, flag", number, nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"type, file", number, map[string]string{"a.auto.patvars": `x = "` + secret + `"`}, hcl.Inputs{}},
		{"type, default", "variable \"x\" {\n  sensitive = true\n  type = number\n  default = \"" + secret + "\"\n}\n", nil, hcl.Inputs{}},
		{"syntax, flag", list, nil, hcl.Inputs{Assignments: []string{`x=["` + secret + `"`}}},
		{"syntax, environment", list, nil, hcl.Inputs{Environ: []string{`PATCTL_VAR_x=["` + secret + `" 5`}}},
		{"expression, flag", list, nil, hcl.Inputs{Assignments: []string{`x=[` + secret + `]`}}},
		{"expression, file", list, map[string]string{"patctl.patvars": "x = [" + secret + "]"}, hcl.Inputs{}},
		{"operator, file", list, map[string]string{"patctl.patvars": `x = "` + secret + `" + 1`}, hcl.Inputs{}},
		{"syntax, file", declared, map[string]string{"patctl.patvars": "y = 1\nx = \"" + secret + "\" \"\n"}, hcl.Inputs{}},
		{"syntax, open string", declared, map[string]string{"patctl.patvars": "x = \"" + secret}, hcl.Inputs{}},
		{"syntax, heredoc", declared, map[string]string{"patctl.patvars": "x = <<E\n" + secret + "\n"}, hcl.Inputs{}},
		{"syntax, JSON file", declared, map[string]string{"patctl.patvars.json": `{"x": "` + secret + `" "y"}`}, hcl.Inputs{}},
		{"syntax, JSON keyword", declared, map[string]string{"patctl.patvars.json": `{"x": ` + secret + `}`}, hcl.Inputs{}},
		{"misspelt, file", declared, map[string]string{"patctl.patvars": `xx = "` + secret + `"`}, hcl.Inputs{}},
		{"misspelt, flag", declared, nil, hcl.Inputs{Assignments: []string{"xx=" + secret}}},
		{"no name, flag", declared, nil, hcl.Inputs{Assignments: []string{secret}}},
		{"function", declared + "locals {\n  n = parseint(var.x, 10)\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"function behind a local", declared + "locals {\n  a = \"-${var.x}\"\n  n = jsondecode(local.a)\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"function through an object", declared + "locals {\n  a = { x = var.x }\n  n = tonumber(local.a.x)\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"function of the function sensitive", "locals {\n  n = parseint(sensitive(file(\"s\")), 10)\n}\n", map[string]string{"s": secret}, hcl.Inputs{}},
		{"regular expression", declared + "locals {\n  n = regex(var.x, \"a\")\n}\n", nil, hcl.Inputs{Assignments: []string{"x=(" + secret}}},
		{"index", declared + "locals {\n  n = { a = 1 }[var.x]\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"file", declared + "locals {\n  n = file(var.x)\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"template", declared + "locals {\n  n = templatefile(\"t\", { x = var.x })\n}\n", map[string]string{"t": "${parseint(x, 10)}"}, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"argument", declared + "template \"t\" {\n  name = var.x\n  match {\n    permissions = var.x\n  }\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"key of for_each", declared + "template \"t\" {\n  for_each = toset([var.x])\n  name = each.key\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"key of labels", declared + "template \"t\" {\n  name = \"t\"\n  labels = { (var.x) = [] }\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"rule", declared + "rule \"unused-token\" {\n  severity = var.x\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"exception", declared + "exception \"e\" {\n  reason = \"r\"\n  expires = var.x\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"other variable", declared + "variable \"y\" {\n  default = \"\"\n  validation {\n    condition = var.y == var.x\n    error_message = \"Not ${var.x}.\"\n  }\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"module argument, type", "module \"m\" {\n  source = \"./m\"\n  x = \"" + secret + "\"\n}\n", map[string]string{"m/a.pat.hcl": number}, hcl.Inputs{}},
		{"module argument, validation", "module \"m\" {\n  source = \"./m\"\n  x = \"" + secret + "\"\n}\n", map[string]string{"m/a.pat.hcl": checked}, hcl.Inputs{}},
		{"module argument from a variable", declared + "module \"m\" {\n  source = \"./m\"\n  x = var.x\n}\n", map[string]string{"m/a.pat.hcl": "variable \"x\" {\n  type = number\n  validation {\n    condition = var.x > 1\n    error_message = var.x\n  }\n}\n"}, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"path in the function sensitive", "locals {\n  n = file(sensitive(\"" + secret + "\"))\n}\n", nil, hcl.Inputs{}},
		{"argument with the function sensitive", "template \"t\" {\n  name = sensitive(\"" + secret + "\")\n}\n", nil, hcl.Inputs{}},
		{"default, syntax", "variable \"x\" {\n  sensitive = true\n  default = \"" + secret + "\" \"\n}\n", nil, hcl.Inputs{}},
		{"default, missing quote", "variable \"x\" {\n  default = \"" + secret + "\n  sensitive = true\n}\nlocals {\n  a = \"b\"\n}\n", nil, hcl.Inputs{}},
		{"default, missing quote at its start", "variable \"x\" {\n  default = " + secret + "\"\n  sensitive = true\n}\n", nil, hcl.Inputs{}},
		{"default, missing quote before it", "variable \"x\" {\n  description = \"A secret\n  default = \"" + secret + "\"\n  sensitive = true\n}\n", nil, hcl.Inputs{}},
		{"default, unclosed block", "variable \"x\" {\n  sensitive = true\n  default = \"" + secret + "\"", nil, hcl.Inputs{}},
		{"default, sensitive misspelled", "variable \"x\" {\n  sensitve = true\n  type = number\n  default = \"" + secret + "\"\n}\n", nil, hcl.Inputs{}},
		{"default, sensitive misspelled, syntax", "variable \"x\" {\n  sensitve = true\n  default = \"" + secret + "\" \"\n}\n", nil, hcl.Inputs{}},
		{"default misspelled", "variable \"x\" {\n  sensitive = true\n  defalt = \"" + secret + "\"\n}\n", nil, hcl.Inputs{}},
		{"default twice", "variable \"x\" {\n  sensitive = true\n  default = \"\"\n  default = \"" + secret + "\"\n}\n", nil, hcl.Inputs{}},
		{"default, declared twice", "variable \"x\" { default = \"" + secret + "\" }\nvariable \"x\" { sensitive = true }\n", nil, hcl.Inputs{}},
		{"default, declared twice, second", "variable \"x\" { sensitive = true }\nvariable \"x\" { default = \"" + secret + "\" }\n", nil, hcl.Inputs{}},
		{"default, sensitive not evaluated", "variable \"x\" {\n  sensitive = local.yes\n  type = number\n  default = \"" + secret + "\"\n}\n", nil, hcl.Inputs{}},
		{"default, sensitive of a wrong type", "variable \"x\" {\n  sensitive = \"yes\"\n  default = { " + secret + " = 1, " + secret + " = 2 }\n}\n", nil, hcl.Inputs{}},
		{"value, sensitive not evaluated", "variable \"x\" {\n  sensitive = local.yes\n  type = number\n}\nlocals {\n  n = parseint(var.x, 10)\n}\n", nil, hcl.Inputs{Assignments: []string{"x=" + secret}}},
		{"default, type", "variable \"x\" {\n  sensitive = true\n  type = object({})\n  default = { " + secret + " = 1 }\n}\n", nil, hcl.Inputs{}},
		{"value, attribute", "variable \"x\" {\n  sensitive = true\n  type = object({})\n}\n", map[string]string{"patctl.patvars": "x = { " + secret + " = 1 }"}, hcl.Inputs{}},
		{"value, key twice", declared, map[string]string{"patctl.patvars": "x = { " + secret + " = 1, " + secret + " = 2 }"}, hcl.Inputs{}},
		{"default, JSON keyword", "", map[string]string{"m.pat.json": "{\"variable\": {\"x\": {\"sensitive\": true,\n\"default\": " + secret + "}}}"}, hcl.Inputs{}},
		{"default, JSON comma", "", map[string]string{"m.pat.json": "{\"variable\": {\"x\": {\"sensitive\": true,\n\"default\": \"" + secret + "\" \"y\"}}}"}, hcl.Inputs{}},
		{"module argument, misspelled", "module \"m\" {\n  source = \"./m\"\n  xx = \"" + secret + "\"\n}\n", map[string]string{"m/a.pat.hcl": declared}, hcl.Inputs{}},
		{"module argument, function", "module \"m\" {\n  source = \"./m\"\n  x = parseint(\"" + secret + "\", 10)\n}\n", map[string]string{"m/a.pat.hcl": declared}, hcl.Inputs{}},
		{"JSON in one line", "", map[string]string{"m.pat.json": `{"variable": {"x": {"sensitive": true, "default": "` + secret + `", "validation": {"condition": "${length(var.x) > 99}", "error_message": "${var.x}"}}}, "rule": {"r": {"days": {}}}}`}, hcl.Inputs{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := directory(map[string]string{"main.pat.hcl": test.main})
			for name, src := range directory(test.extra) {
				files[name] = src
			}
			cfg, diags := hcl.Load(files, ".", hcl.Options{Inputs: test.in})
			if len(diags) == 0 {
				t.Error("nothing is reported")
			}
			checkHidden(t, both(t, cfg, diags))
		})
	}
}

func checkHidden(t *testing.T, out string) {
	t.Helper()
	if strings.Contains(out, "hush") || strings.Contains(out, "7351") {
		t.Errorf("the secret is shown:\n%s", out)
	}
}

// TestSensitivePolicy: what a policy says comes after loading.
func TestSensitivePolicy(t *testing.T) {
	for _, body := range []string{
		"condition = self.name == var.x\n  error_message = \"Not ${var.x}.\"",
		"condition = parseint(var.x, 10) == 1\n  error_message = \"No.\"",
		"condition = var.x\n  error_message = \"No.\"",
		"condition = false\n  error_message = parseint(var.x, 10)",
		"condition = false\n  error_message = [var.x]",
	} {
		src := "variable \"x\" {\n  sensitive = true\n}\npolicy \"p\" {\n  " + body + "\n}\n"
		cfg, diags := hcl.Load(directory(map[string]string{"main.pat.hcl": src}), ".", hcl.Options{Inputs: hcl.Inputs{Assignments: []string{"x=" + secret}}})
		if diags.HasErrors() {
			t.Fatalf("%s", text(t, cfg, diags))
		}
		name := "token"
		violation, diags := cfg.Policies[0].Judge(hcl.NewSelf(pat.Subject{Kind: pat.KindToken, Name: &name}))
		if violation == nil && len(diags) == 0 {
			t.Errorf("%s: it was taken for a pass", body)
		}
		if violation != nil {
			d := diag.Error(violation.CheckedBy, "policy", "Policy violated", violation.Message)
			violation.Explain(d)
			diags = append(diags, d)
		}
		checkHidden(t, both(t, cfg, diags))
	}
}
