package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/diag"
)

// said lists diagnostics as lines of place, severity, summary and detail.
func said(diags diag.Diagnostics) []string {
	out := []string{}
	for _, d := range diags {
		out = append(out, fmt.Sprintf("%s:%d %s: %s", d.Subject.Filename, d.Subject.Start.Line, d.Summary, plain(d.Detail)))
	}
	return out
}

const reader = `template "reader" {
  name        = "reader of ${var.team}"
  expires_in  = 30
  permissions = { contents = var.level }
}
variable "team" { type = string }
variable "level" { type = string }
`

func TestMistakeOfAllInstancesIsSaidOnce(t *testing.T) {
	diags, _ := run(t, "team/main.pat.hcl", reader, "main.pat.hcl", `
module "x" {
  for_each = toset(["a", "b", "c"])
  source   = "./team"
  team     = each.key
  level    = "admin"
}
`)
	want := []string{`team/main.pat.hcl:4 Unsupported level: The permission "contents" does not have the access level "admin". It has "read" and "write".`}
	if diff := cmp.Diff(want, said(diags)); diff != "" {
		t.Error(diff)
	}
}

func TestMistakeOfSomeInstancesNamesThem(t *testing.T) {
	diags, _ := run(t, "team/main.pat.hcl", reader, "main.pat.hcl", `
module "x" {
  for_each = toset(["a", "b", "c", "d", "e", "f"])
  source   = "./team"
  team     = each.key
  level    = each.key == "c" ? "write" : "admin"
}
`)
	want := []string{`team/main.pat.hcl:4 Unsupported level: The permission "contents" does not have the access level "admin". It has "read" and "write". ` +
		`This applies to module.x["a"].template.reader, module.x["b"].template.reader, module.x["d"].template.reader and 2 more.`}
	if diff := cmp.Diff(want, said(diags)); diff != "" {
		t.Error(diff)
	}
}

func TestPolicyOfModuleCoversItsTemplatesOnly(t *testing.T) {
	diags, _ := run(t, "team/main.pat.hcl", reader+`
policy "none" {
  condition     = false
  error_message = "Not ${self.address}."
}
`, "main.pat.hcl", `
module "team" {
  source = "./team"
  team   = "a"
  level  = "read"
}
template "own" {
  name        = "own"
  expires_in  = 30
  permissions = { contents = "read" }
}
`)
	want := []string{`team/main.pat.hcl:1 Policy violation: Not module.team.template.reader. ` +
		`This was checked by the policy "none" at team/main.pat.hcl:10:19.`}
	if diff := cmp.Diff(want, said(diags)); diff != "" {
		t.Error(diff)
	}
}

// TestWhatMayBeInABrokenFileIsNotMissed: what a file with a syntax error
// declares is unknown, so that a reference to it may be right.
func TestWhatMayBeInABrokenFileIsNotMissed(t *testing.T) {
	diags, _ := run(t, "broken.pat.hcl", "template \"x\" {\n", "main.pat.hcl", `
organization "octo-org" {
  review {
    deny = ["policy:in-the-broken-file", "driftet"]
  }
}
exception "e" {
  organization = "octodemo"
  template     = "template.x"
  rules        = ["policy:in-the-broken-file"]
  reason       = "Moves to the release app"
  expires      = "2027-06-30"
}
`)
	var ours []string
	for _, line := range said(diags) {
		if strings.HasPrefix(line, "main.pat.hcl") {
			ours = append(ours, line)
		}
	}
	want := []string{`main.pat.hcl:4 Invalid value in a review: "driftet" is neither a verdict nor a rule. The verdicts here are "drifted" and "undeclared". Did you mean "drifted"?`}
	if diff := cmp.Diff(want, ours); diff != "" {
		t.Error(diff)
	}
}

func TestThousandInstancesOfOneNameAreOneMistake(t *testing.T) {
	diags, _ := run(t, "main.pat.hcl", `
template "x" {
  for_each    = toset([for i in range(1000) : tostring(i)])
  name        = "x"
  expires_in  = 30
  permissions = { contents = "read" }
}
`)
	if len(diags) != 1 || !strings.HasSuffix(diags[0].Detail, `, template.x["10"], template.x["100"] and 996 more.`) {
		t.Errorf("%q", said(diags))
	}
}
