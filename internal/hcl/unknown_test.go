package hcl_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// TestUnknownValues: a value that is unknown though nothing is wrong is an error
// at its place, wherever it stands. Taken for not given, it would widen what a
// template allows, or let a policy pass.
func TestUnknownValues(t *testing.T) {
	hcl.AddUnknownFunctions(t)
	for _, at := range []string{
		"template \"t\" {\n  name = \"t\"\n  owners = HERE\n}\n",
		"template \"t\" {\n  name = \"t\"\n  owners = [HERE]\n}\n",
		"template \"t\" {\n  name = \"t\"\n  expires_in = HERE\n}\n",
		"template \"t\" {\n  name = \"t\"\n  permissions = { contents = HERE }\n}\n",
		"template \"t\" {\n  name = \"t\"\n  repositories = HERE\n}\n",
		"template \"t\" {\n  for_each = HERE\n  name = \"t\"\n}\n",
		"template \"t\" {\n  for_each = { a = HERE }\n  name = \"t\"\n}\n",
		"template \"t\" {\n  for_each = toset([HERE])\n  name = \"t\"\n}\n",
		"template \"t\" {\n  name = \"t\"\n  match {\n    permissions = HERE\n  }\n}\n",
		"locals {\n  x = HERE\n}\ntemplate \"t\" {\n  name = \"t\"\n  owners = local.x\n}\n",
		"exception \"e\" {\n  owner = \"mona\"\n  rules = HERE\n  reason = \"r\"\n  expires = \"2026-12-31\"\n}\n",
		"exception \"e\" {\n  owner = HERE\n  reason = \"r\"\n  expires = \"2026-12-31\"\n}\n",
		"rule \"unused-token\" {\n  severity = HERE\n}\n",
		"organization \"octo-org\" {\n  review {\n    approve = HERE\n  }\n}\n",
		"module \"m\" {\n  source = \"./m\"\n  x = HERE\n}\n",
		"module \"m\" {\n  source = \"./m\"\n  for_each = HERE\n  x = 1\n}\n",
		"policy \"p\" {\n  on = HERE\n  condition = true\n  error_message = \"No.\"\n}\n",
		"policy \"p\" {\n  severity = HERE\n  condition = true\n  error_message = \"No.\"\n}\n",
		"variable \"v\" {\n  default = 1\n  validation {\n    condition = var.v == 1 && HERE\n    error_message = \"No.\"\n  }\n}\nlocals {\n  v = var.v\n}\ntemplate \"t\" {\n  name = local.v\n}\n",
		"variable \"v\" {\n  default = 1\n  validation {\n    condition = var.v == 2\n    error_message = HERE\n  }\n}\ntemplate \"t\" {\n  name = var.v\n}\n",
	} {
		for _, call := range []string{"unknown()", "unknown_string()", "unknown_bool()", "unknown_list()", "unknown_map()"} {
			src := strings.ReplaceAll(at, "HERE", call)
			cfg, diags := load(directory(map[string]string{"main.pat.hcl": src, "m/main.pat.hcl": "variable \"x\" {}\ntemplate \"t\" {\n  name = var.x\n}\n"}))
			if !reportsAt(diags, src, call) {
				t.Errorf("no error at %s of\n%s%s", call, src, text(t, cfg, diags))
			}
		}
	}
}

// reportsAt reports whether an error is about a place in src that holds word.
func reportsAt(diags diag.Diagnostics, src, word string) bool {
	for _, d := range diags {
		if diag.IsError(d) && d.Subject != nil && strings.Contains(src[d.Subject.Start.Byte:d.Subject.End.Byte], word) {
			return true
		}
	}
	return false
}

// TestUnknownConditions: a policy that cannot be decided does not pass.
func TestUnknownConditions(t *testing.T) {
	hcl.AddUnknownFunctions(t)
	for _, condition := range []string{
		"unknown()", "unknown_bool()", "self.name == \"\" || unknown_bool()", "unknown_string() != null", "unknown() == self.name",
		"contains(unknown_list(), \"a\")", "[for x in [1] : unknown_bool()][0]",
	} {
		cfg, _ := load(directory(map[string]string{"main.pat.hcl": "policy \"p\" {\n  condition = " + condition + "\n  error_message = \"No.\"\n}\n"}))
		violation, diags := cfg.Policies[0].Judge(judgedSubject())
		if violation == nil && !diags.HasErrors() {
			t.Errorf("%s passes", condition)
		}
	}
}
