package hcl_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// replacements stand for what a function or a slip may put in place of a value.
var replacements = []string{
	"null", "unknown()", "unknown_string()", "unknown_list()", "unknown_map()", "[unknown_string()]", "{ a = unknown() }",
	"[[]]", `""`, "[]", "{}",
}

// omitted says that a value means the same as leaving the argument out.
const omitted = "as if it were not given"

// elsewhere says that a value may be a mistake where it is used.
const elsewhere = "an error where it is used, if at all"

// legal are the replacements that are no mistake, with what they mean. All
// others must be errors on the line of the argument.
var legal = map[string]map[string]string{
	"patctl.required_version":  {"null": omitted},
	"patctl.host":              {"null": omitted},
	"permission.display_name":  {"null": omitted, `""`: omitted},
	"variable.default":         {`""`: elsewhere},
	"variable.description":     {"null": omitted, `""`: omitted},
	"variable.sensitive":       {"null": omitted},
	"variable.nullable":        {"null": omitted},
	"validation.error_message": {`""`: "a general sentence"},
	"local":                    {"null": elsewhere, "[[]]": elsewhere, `""`: elsewhere, "[]": elsewhere, "{}": elsewhere},
	"template.for_each":        {"{}": "no template at all"},
	"template.description":     {"null": omitted, `""`: omitted},
	"template.target_name":     {"null": omitted},
	"template.expires_in":      {"null": omitted},
	"template.permissions":     {"null": elsewhere, "{}": elsewhere}, // a warning, and the endpoints need some
	"template.repositories":    {"null": omitted},
	"template.owners":          {"null": omitted},
	"template.justification":   {"null": omitted, `""`: omitted},
	"template.endpoints":       {"null": omitted, "[]": omitted},
	"template.labels":          {"null": omitted, "{}": omitted},
	"match.name":               {"null": omitted},
	"match.permissions":        {"null": omitted},
	"element.permission":       {"null": omitted},
	"element.label":            {"null": omitted, `""`: "a label without a value"},
	"module.for_each":          {"{}": "no instance at all"},
	"module.argument":          {"null": "the variable is null"},
	"review.approve":           {"null": omitted, "[]": "nothing is approved"},
	"review.deny":              {"null": omitted, "[]": "nothing is denied"},
	"review.revoke":            {"null": omitted, "[]": "nothing is revoked"},
	"review.max_actions":       {"null": omitted},
	"review.max_revoke_share":  {"null": omitted},
	"policy.on":                {"null": omitted},
	"policy.severity":          {"null": omitted},
	"policy.error_message":     {`""`: "a general sentence"},
	"rule.severity":            {"null": omitted},
	"rule.days":                {"null": omitted},
	"exception.organization":   {"null": omitted},
	"exception.token_id":       {"null": omitted}, // the exception has other selectors
	"exception.owner":          {"null": omitted},
	"exception.name":           {"null": omitted},
	"exception.template":       {"null": omitted},
	"exception.rules":          {"null": omitted},
}

var slot = regexp.MustCompile(`^(\s*)(?:(\w+)(\s*= ))?(.*?)(,?)\s*#@ (\S+)$`)

// TestNothingIsDropped replaces each value of a configuration, one at a time:
// what was written counts, or is an error that points at it.
func TestNothingIsDropped(t *testing.T) {
	hcl.AddUnknownFunctions(t)
	src, err := os.ReadFile("testdata/replace/main.pat.hcl")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(src), "\n")
	if _, diags := loadAndCheck(lines); len(diags) > 0 {
		t.Fatalf("the configuration as it is: %v", diags)
	}
	for at, line := range lines {
		m := slot.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		without, _ := loadAndCheck(replaced(lines, at, ""))
		for _, r := range replacements {
			got, diags := loadAndCheck(replaced(lines, at, m[1]+m[2]+m[3]+r+m[5]))
			same := cmp.Diff(without, got) == ""
			switch meaning, ok := legal[m[6]][r]; {
			case !ok && !errorOn(diags, at+1):
				t.Errorf("%s = %s is no error; as if it were not given: %t", m[6], r, same)
			case meaning == elsewhere:
			case ok && diags.HasErrors():
				t.Errorf("%s = %s is an error, and should be legal: %v", m[6], r, diags)
			case ok && meaning != "a general sentence" && same != (meaning == omitted):
				t.Errorf("%s = %s should mean %s; as if it were not given: %t", m[6], r, meaning, same)
			}
		}
	}
}

func replaced(lines []string, at int, line string) []string {
	out := append([]string{}, lines...)
	out[at] = line
	return out
}

func errorOn(diags diag.Diagnostics, line int) bool {
	for _, d := range diags {
		if diag.IsError(d) && d.Subject != nil && d.Subject.Filename == "main.pat.hcl" && d.Subject.Start.Line <= line && line <= d.Subject.End.Line {
			return true
		}
	}
	return false
}

// loadAndCheck returns what a configuration declares, in a form that can be
// compared, and what is wrong with it.
func loadAndCheck(lines []string) (string, diag.Diagnostics) {
	cfg, diags := load(directory(map[string]string{
		"main.pat.hcl":   strings.Join(lines, "\n"),
		"m/main.pat.hcl": "variable \"days\" {\n  type = number\n  default = 7\n}\ntemplate \"t\" {\n  name = \"module\"\n  target_name = \"octo-org\"\n  expires_in = var.days\n  permissions = { contents = \"read\" }\n}\n",
	}))
	diags = append(diags, check.Run(cfg, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))...)
	var out strings.Builder
	for _, t := range cfg.Templates {
		fmt.Fprintf(&out, "%+v\n", t.Template)
	}
	for _, o := range cfg.Organizations {
		fmt.Fprintf(&out, "%s", cmp.Diff(&hcl.Review{}, o.Review, cmpopts.IgnoreUnexported(hcl.Review{}), cmpopts.IgnoreFields(hcl.Review{}, "Range")))
	}
	for _, p := range cfg.Policies {
		fmt.Fprintln(&out, p.Name, p.On, p.Severity)
	}
	for _, r := range cfg.Rules {
		fmt.Fprintf(&out, "%s", cmp.Diff(&hcl.RuleSetting{}, r, cmpopts.IgnoreUnexported(hcl.RuleSetting{}), cmpopts.IgnoreFields(hcl.RuleSetting{}, "Range")))
	}
	for _, e := range cfg.Exceptions {
		fmt.Fprintf(&out, "%s", cmp.Diff(&hcl.Exception{}, e, cmpopts.IgnoreUnexported(hcl.Exception{}), cmpopts.IgnoreFields(hcl.Exception{}, "Range")))
	}
	p, _ := cfg.Catalog.Permission("new_thing")
	fmt.Fprintf(&out, "%s %t %+v\n", cfg.Host, cfg.Incomplete, p)
	return out.String(), diags
}
