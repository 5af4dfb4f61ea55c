package hcl_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func judgedSubject() hcl.Self {
	name, owner, id, days := "ci", "mona", int64(98716), 30
	return hcl.NewSelf(pat.Subject{
		Kind: pat.KindToken, Name: &name, Owner: &owner, TokenID: &id, ExpiresIn: &days,
		Permissions:  pat.Permissions{"contents": "write"},
		Repositories: pat.Repositories{Patterns: []string{"octo-org/api"}},
		Labels:       map[string]string{"team": "web"},
	})
}

// TestJudge: a condition that could not be evaluated is never a pass.
func TestJudge(t *testing.T) {
	tests := []struct{ condition, message, violation, mistake string }{
		{`true`, `"No."`, "", ""},
		{`"true"`, `"No."`, "", ""},
		{`false`, `"No."`, "No.", ""},
		{`self.kind == "token" && self.token_id == 98716 && self.expires_in <= 30`, `"No."`, "", ""},
		{`self.owner != "mona"`, `"${self.owner} has ${self.name}."`, "mona has ci.", ""},
		{`!can(self.permissions.contents)`, `"It writes ${join(", ", keys(self.permissions))}."`, "It writes contents.", ""},
		{`self.repositories[0] == "octo-org/web"`, `self.repositories[0]`, "octo-org/api", ""},
		{`self.labels.team == "api"`, `self.labels.team`, "web", ""},
		{`self.reason == null && self.description == null && self.days_unused == null && self.address == null`, `"No."`, "", ""},
		{`self.days_unused < 90`, `"No."`, "", "Operation failed"},
		{`null`, `"No."`, "", "Invalid condition"},
		{`self.name`, `"No."`, "", "Invalid condition"},
		{`[]`, `"No."`, "", "Invalid condition"},
		{`self.permissions.issues == "read"`, `"It has ${self.permissions.issues}."`, "It has (none).", ""},
		{`self.permissions.issues != "read" && self.permissions["actions"] == null`, `"No."`, "", ""},
		{`self.permissions.issues == null && !can(self.permissions.actions)`, `"No."`, "", ""},
		{`self.permissions.isues == "read"`, `"No."`, "", "Unsupported attribute"},
		{`self.permissions.contents != "write"`, `"${self.reason}, ${self.description}, ${self.days_unused}, ${self.address}."`, "(no reason), (no description), (unknown), (no template).", ""},
		{`self.permissions.contents != "write"`, `self.reason == null ? "null" : "not null"`, "null", ""},
		{`self.labels.ticket != ""`, `"No."`, "", "Unsupported attribute"},
		{`parseint(self.name, 10) > 1`, `"No."`, "", "Invalid function argument"},
		{`false`, `self.permissions`, "", "Invalid error message"},
		{`false`, `null`, "", "Invalid error message"},
		{`false`, `parseint(self.name, 10)`, "", "Invalid function argument"},
		{`false`, `5`, "5", ""},
		{`false`, `" "`, "The condition is false.", ""},
	}
	for _, test := range tests {
		// What refers to nothing is reported by loading too.
		cfg, _ := load(directory(map[string]string{"main.pat.hcl": "policy \"p\" {\n  condition = " + test.condition + "\n  error_message = " + test.message + "\n}\n"}))
		violation, diags := cfg.Policies[0].Judge(judgedSubject())
		message := ""
		if violation != nil {
			message = violation.Message
		}
		if message != test.violation {
			t.Errorf("%s: the message is %q, want %q", test.condition, message, test.violation)
		}
		if got := strings.Join(summaries(diags), ","); got != test.mistake {
			t.Errorf("%s: the mistakes are %q, want %q", test.condition, got, test.mistake)
		}
		if test.condition == "false" && violation == nil {
			t.Errorf("%s with the message %s: no violation is reported", test.condition, test.message)
		}
	}
}

func TestPolicyScope(t *testing.T) {
	files := directory(map[string]string{
		"main.pat.hcl": `
module "ci" {
  source   = "./m"
  for_each = toset(["x", "xy"])
}

policy "all" {
  condition     = true
  error_message = "No."
}
`,
		"m/main.pat.hcl": `
policy "own" {
  on            = ["template"]
  severity      = "notice"
  condition     = true
  error_message = "No."
}
`,
	})
	cfg, diags := load(files)
	wantSummaries(t, cfg, diags)
	got := map[string][]bool{}
	for _, p := range cfg.Policies {
		got[p.Module+"/"+p.Name] = []bool{
			p.Covers(""), p.Covers(`module.ci["x"]`), p.Covers(`module.ci["x"].module.b`), p.Covers(`module.ci["xy"]`),
			p.Applies(pat.KindTemplate), p.Applies(pat.KindToken), p.Severity == pat.SeverityError,
		}
	}
	want := map[string][]bool{
		"/all":                {true, true, true, true, true, true, true},
		`module.ci["x"]/own`:  {false, true, true, false, true, false, false},
		`module.ci["xy"]/own`: {false, false, false, true, true, false, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
}
