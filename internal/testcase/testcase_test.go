package testcase_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/testcase"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const configuration = `
variable "secret" {
  default   = "hunter2"
  sensitive = true
}
locals {
  clone = { contents = "read" }
  names = ["api", "we$b"]
}
organization "octo-org" {}
template "clone" {
  name        = "clone"
  target_name = "octo-org"
  expires_in  = 90
  permissions = local.clone
}
template "release" {
  for_each     = toset(local.names)
  name         = "release-${each.key}"
  target_name  = "octo-org"
  expires_in   = 90
  permissions  = { contents = "write" }
  repositories = ["octo-org/${each.key}"]
  owners       = ["@octo-org/release", "@octo-org/admins", "mona"]
}
policy "reason" {
  on            = ["request"]
  severity      = "warning"
  condition     = self.reason != null
  error_message = "Say why."
}
`

// load returns the configuration of a text.
func load(t testing.TB, text string) *hcl.Configuration {
	t.Helper()
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(text)}}, ".", hcl.Options{Evaluate: true})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return cfg
}

// snapshot is what every case about a snapshot finds.
func snapshot(name string) (*github.Snapshot, error) {
	if name != "snapshot.json" {
		return nil, errors.New("read the snapshot: it does not exist")
	}
	end := now.AddDate(0, 0, 30)
	token := pat.Grant{
		Kind: pat.KindToken, ID: 7, TokenID: 70, TokenName: "clone", Owner: "octocat", RepositorySelection: "all",
		Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": "read"}}, ExpiresAt: &end, Since: &now, LastUsedAt: &now,
	}
	request := token
	request.Kind = pat.KindRequest
	return &github.Snapshot{GeneratedAt: now, Host: "github.com", Organizations: []github.Organization{
		{Login: "octo-org", ReadAt: now, Tokens: []pat.Grant{token}, Requests: []pat.Grant{request}},
	}}, nil
}

// resolve reads a test file and evaluates its arguments.
func resolve(t testing.TB, cfg *hcl.Configuration, text string) (*testcase.Suite, diag.Diagnostics) {
	t.Helper()
	f, diags := testcase.Read("x.pattest.hcl", []byte(text))
	s := &testcase.Suite{Config: cfg, Files: []*testcase.File{f}, Snapshot: snapshot}
	return s, append(diags, s.Resolve()...)
}

func all(*testcase.Case) bool { return true }

// run returns the results of a test file without mistakes.
func run(t *testing.T, text string) []testcase.Result {
	t.Helper()
	s, diags := resolve(t, load(t, configuration), text)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	results, diags := s.Run(now, time.Time{}, all)
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return results
}

// TestArguments: each argument changes what is judged, and what is not given is harmless.
func TestArguments(t *testing.T) {
	const clone = `permissions = { contents = "read" }` + "\n"
	tests := []struct {
		name, kind, arguments string
		want                  string // verdict, template, findings
	}{
		{"permissions by shape", "token", clone, "conforming template.clone name-differs"},
		{"references", "token", "name = template.clone.name\npermissions = local.clone", "conforming template.clone"},
		{"a request needs a reason", "request", "name = \"clone\"\n" + clone, "conforming template.clone policy:reason"},
		{"with a reason", "request", "name = \"clone\"\nreason = \"Builds\"\n" + clone, "conforming template.clone"},
		{"no expiration", "token", "name = \"clone\"\nexpires_in = \"none\"\n" + clone, "drifted template.clone never-expires"},
		{"a lifetime", "token", "name = \"clone\"\nexpires_in = 92\n" + clone, "drifted template.clone lifetime-exceeded"},
		{"a tolerated lifetime", "request", "name = \"clone\"\nreason = \"\"\nexpires_in = 91\n" + clone, "conforming template.clone"},
		{"it expires soon", "token", "name = \"clone\"\nexpires_in = 3\n" + clone, "conforming template.clone expires-soon"},
		{"not used", "token", "name = \"clone\"\ndays_unused = 91\n" + clone, "conforming template.clone unused-token"},
		{"an unknown permission", "token", "name = \"clone\"\npermissions = { contents = \"read\", brand_new = \"read\" }", "drifted template.clone permission-extra unknown-permission"},
		{"null permissions", "token", "name = \"clone\"\npermissions = { contents = \"read\", issues = null }", "conforming template.clone"},
		{"no permissions", "token", "", "undeclared  undeclared-token"},
		{"an owner", "token", "name = \"release-api\"\nowner = \"mona\"\nrepositories = [\"api\"]\npermissions = { contents = \"write\" }", `conforming template.release["api"]`},
		{"a repository", "token", "name = \"release-api\"\nowner = \"mona\"\nrepositories = [\"api\", \"octo-org/web\"]\npermissions = { contents = \"write\" }", `drifted template.release["api"] repository-extra`},
		{"all repositories", "token", "name = \"release-api\"\nowner = \"mona\"\nrepositories = \"all\"\npermissions = { contents = \"write\" }", `drifted template.release["api"] repositories-wider`},
		{"the wrong owner", "token", "name = \"release-api\"\npermissions = { contents = \"write\" }", `drifted template.release["api"] owner-not-allowed`},
		{"a team", "token", "name = \"release-api\"\nteams = [\"Release\"]\npermissions = { contents = \"write\" }", `conforming template.release["api"]`},
		{"a team with its organization", "token", "name = \"release-api\"\nteams = [\"@octo-org/admins\"]\npermissions = { contents = \"write\" }", `conforming template.release["api"]`},
	}
	var text strings.Builder
	for _, test := range tests {
		fmt.Fprintf(&text, "%s %q {\n%s\nexpect {\nverdict = \"excepted\"\n}\n}\n", test.kind, test.name, test.arguments)
	}
	results := run(t, text.String())
	for i, test := range tests {
		r := &results[i]
		if got := strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Verdict(), r.Template(), strings.Join(r.Findings(), " "))); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if r.Passed() || r.Differences[0].Attribute != "verdict" || len(r.Doubts) > 0 {
			t.Errorf("%s: %v %v", test.name, r.Differences, r.Doubts)
		}
	}
}

// TestExpectations: what is expected is compared, and nothing else.
func TestExpectations(t *testing.T) {
	const token = "token %q {\nname = \"clone\"\nexpires_in = 3\npermissions = local.clone\nexpect {\n%s\n}\n}\n"
	tests := []struct{ expect, differs string }{
		{`verdict = "conforming"`, ""},
		{`verdict = "drifted"`, `verdict "drifted" "conforming"`},
		{`template = template.clone`, ""},
		{`template = template.clone.address`, ""},
		{`template = "template.clone"`, ""},
		{`template = var.secret == "" ? null : template.clone`, "sensitive"},
		{`template = true ? template.clone : template.clone`, ""},
		{`template = null`, `template null template.clone`},
		{`template = template.release["api"]`, `template template.release["api"] template.clone`},
		{`template = template.release[local.names[1]]`, `template template.release["we$b"] template.clone`},
		{`findings = ["expires-soon", "expires-soon"]`, ""},
		{`findings = []`, `findings [] ["expires-soon"]`},
	}
	for _, test := range tests {
		s, diags := resolve(t, load(t, configuration), fmt.Sprintf(token, "x", test.expect))
		if test.differs == "sensitive" {
			if len(diags) != 1 || diags[0].Summary != "Sensitive value in an argument" {
				t.Errorf("%s: %v", test.expect, diags)
			}
			continue
		}
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		results, _ := s.Run(now, time.Time{}, all)
		got := ""
		for _, d := range results[0].Differences {
			got += d.Attribute + " " + d.Expected + " " + d.Actual
		}
		if got != test.differs || results[0].Passed() != (test.differs == "") {
			t.Errorf("%s: %q", test.expect, got)
		}
	}
}

// TestTeamsOfOneOwner: the same person can be in other teams in another case.
func TestTeamsOfOneOwner(t *testing.T) {
	var text strings.Builder
	teams := []string{"[]", `["release"]`, `["admins"]`, `["release", "admins"]`, `["release"]`}
	for i, list := range teams {
		fmt.Fprintf(&text, "token \"%d\" {\nname = \"release-api\"\npermissions = { contents = \"write\" }\nteams = %s\nexpect {\nverdict = \"conforming\"\n}\n}\n", i, list)
	}
	for i, r := range run(t, text.String()) {
		if want := teams[i] != "[]"; r.Passed() != want {
			t.Errorf("%s: %v", teams[i], r.Differences)
		}
	}
}

// TestRunIsInOrder: results are in the order of the file, whatever their kind.
func TestRunIsInOrder(t *testing.T) {
	results := run(t, `
token "b" {
  expect { verdict = "undeclared" }
}
link "https://github.com/settings/personal-access-tokens/new?name=clone&target_name=octo-org&expires_in=90&contents=read" {
  expect {
    status   = "ok"
    template = template.clone
  }
}
snapshot "snapshot.json" {
  expect {
    kind     = "token"
    token_id = 70
    template = template.clone
  }
}
request "a" {
  expect { verdict = "undeclared" }
}
`)
	var names []string
	for _, r := range results {
		names = append(names, r.Case.Title())
		if !r.Passed() {
			t.Error(r.Case.Title(), r.Differences)
		}
	}
	want := []string{`token "b"`, `link "https://github.com/settings/personal-access-tokens/new?name=clone&target_name=octo-org&expires_in=90&contents=read"`,
		`snapshot "snapshot.json" token with token_id 70`, `request "a"`}
	if !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

// FuzzRead: whatever a test file holds, reading it and running its cases end, and every
// diagnostic says where.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"token \"x\" {\n  permissions = merge(local.clone, { issues = \"write\" })\n  repositories = [\"api\"]\n  expires_in = \"none\"\n  teams = [\"release\"]\n  expect {\n    verdict = \"drifted\"\n    template = template.release[\"api\"]\n    findings = []\n  }\n}\n",
		"request \"x\" {\n  organization = var.secret\n  expect {\n    template = module.x[\"y\"].template.z[each.key].name\n  }\n}\n",
		"link \"https://github.com/settings/personal-access-tokens/new?contents=read\" {\n  expect {\n    status = \"ok\"\n  }\n}\n",
		"snapshot \"snapshot.json\" {\n  expect {\n    id = 7\n    kind = \"token\"\n    verdict = null\n  }\n}\n",
		"variables {\n  secret = \"x\"\n}\n",
		"variables { secret = \"x\" }",
	} {
		mutate.AddFew(f, []byte(seed))
	}
	cfg := load(f, configuration)
	f.Fuzz(func(t *testing.T, src []byte) {
		s, diags := resolve(t, cfg, string(src))
		for _, d := range diags {
			if d.Subject == nil {
				t.Errorf("no place: %s", d)
			}
		}
		if values, _ := s.Files[0].Variables(); values != nil && strings.Count(string(values), "\n") != strings.Count(string(src), "\n") {
			t.Errorf("the values of %q are on other lines: %q", src, values)
		}
		if diags.HasErrors() {
			return
		}
		results, _ := s.Run(now, time.Time{}, all)
		testcase.NewCoverage().Add(cfg, results)
	})
}

// BenchmarkRun reads a file of cases, evaluates their arguments, and runs them.
func BenchmarkRun(b *testing.B) {
	cfg := load(b, configuration)
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var text strings.Builder
			for i := range n {
				fmt.Fprintf(&text, "token \"case %d\" {\n  name = template.release[\"api\"].name\n  permissions = merge(local.clone, { issues = \"write\" })\n  repositories = [\"api-%d\"]\n"+
					"  expires_in = %d\n  expect {\n    verdict = \"drifted\"\n    template = template.release[\"api\"]\n  }\n}\n", i, i, i%100+1)
			}
			b.ReportAllocs()
			for b.Loop() {
				s, diags := resolve(b, cfg, text.String())
				if len(diags) > 0 {
					b.Fatal(diags)
				}
				results, _ := s.Run(now, time.Time{}, all)
				if len(results) != n || !results[n-1].Passed() {
					b.Fatalf("%d results: %v", len(results), results[n-1].Differences)
				}
			}
		})
	}
}

// TestTooManyCases: cases that don't fit into a test file are an error that says which limit they exceed.
func TestTooManyCases(t *testing.T) {
	subject := &audit.Subject{Grant: pat.Grant{Kind: pat.KindToken, ID: 1, TokenName: "deploy", Owner: "mona"}, Organization: "octo-org", Verdict: pat.Undeclared}
	for n, want := range map[int]string{70_000: "has more than 2000000 words and signs", 200_000: "is larger than 16 MB"} {
		src, err := testcase.Write([]testcase.Judged{{File: "s.json", AsOf: now, Subjects: slices.Repeat([]*audit.Subject{subject}, n)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%d cases are %d bytes: %v", n, len(src), err)
		}
	}
}

// TestLargeFile: that a test file is so large that it takes time is a warning.
func TestLargeFile(t *testing.T) {
	_, diags := testcase.Read("x.pattest.hcl", []byte(strings.Repeat("/* a comment of four words */\n", 95_000)))
	if len(diags) != 1 || diags.HasErrors() || diag.CodeOf(diags[0]) != "large-configuration" {
		t.Errorf("%v", diags)
	}
}
