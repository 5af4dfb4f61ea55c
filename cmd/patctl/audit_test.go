package main

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/workspace"
)

// TestExampleSnapshotShowsEverything keeps the demonstration complete: each
// verdict, each rule, and each policy on requests and tokens occurs in it.
func TestExampleSnapshotShowsEverything(t *testing.T) {
	dir := filepath.Join(examplesDir, "octo-org")
	stdout, stderr, code := runIn(t, dir, "audit", "--snapshot", "snapshot.json", "-o", "json")
	if stderr != "" || code != cli.ExitFindings {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	var d auditreport.Document
	if err := json.Unmarshal([]byte(stdout), &d); err != nil {
		t.Fatal(err)
	}
	if !d.Complete || d.Summary.Requests.Total != 15 || d.Summary.Tokens.Total != 60 {
		t.Errorf("complete: %t, %s", d.Complete, d.Tally())
	}
	verdicts, rules := map[pat.Verdict]bool{}, map[string]bool{}
	for _, s := range d.Subjects.All() {
		verdicts[s.Verdict] = true
		for _, f := range s.Findings {
			rules[f.Rule] = true
		}
	}
	if len(verdicts) != 4 {
		t.Errorf("only the verdicts %v occur", verdicts)
	}
	if diff := cmp.Diff(expectedRules(exampleConfiguration(t)), slices.Sorted(maps.Keys(rules))); diff != "" {
		t.Errorf("rules of the example (-expected +found):\n%s", diff)
	}
}

// TestExampleShowsRulesOfUse: the log of the example shows each rule about what tokens did.
func TestExampleShowsRulesOfUse(t *testing.T) {
	stdout, _, _ := runIn(t, exampleEnv(t).Dir, "audit", "--snapshot", "use/snapshot.json", "--used", "use/api-requests.jsonl", "--classic", "-o", "json")
	d, err := auditreport.ReadDocument([]byte(stdout))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, s := range d.Subjects.All() {
		for _, f := range s.Findings {
			found[f.Rule] = true
		}
	}
	for _, token := range d.ClassicTokens {
		for _, f := range token.Findings {
			found[f.Rule] = true
		}
	}
	for _, rule := range rulesOfUse {
		if !found[rule] {
			t.Errorf("nothing in the example shows %s", rule)
		}
	}
}

func exampleConfiguration(t *testing.T) *hcl.Configuration {
	t.Helper()
	cfg, diags := workspace.ReadConfig(exampleEnv(t))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return cfg
}

// exampleEnv is a run in the directory of the example.
func exampleEnv(t *testing.T) *cli.Env {
	t.Helper()
	e := clitest.NewSilentEnv(t)
	e.SetLog()
	dir, err := filepath.Abs(filepath.Join(examplesDir, "octo-org"))
	if err != nil {
		t.Fatal(err)
	}
	e.Dir = dir
	return e
}

// expectedRules are the built-in rules, and the policies that are about requests
// or tokens.
func expectedRules(cfg *hcl.Configuration) []string {
	names := map[string]bool{}
	for _, r := range pat.Rules() {
		names[r.Name] = !slices.Contains(rulesOfUse, r.Name)
	}
	maps.DeleteFunc(names, func(_ string, expected bool) bool { return !expected })
	for _, p := range cfg.Policies {
		if p.Applies(pat.KindRequest) || p.Applies(pat.KindToken) {
			names[pat.PolicyRulePrefix+p.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// rulesOfUse need something that no snapshot of requests and tokens has.
var rulesOfUse = []string{"unused-permission", "unused-write", "unused-repositories", "beyond-template", "classic-token"}

// TestRulesPage holds docs/rules.md against the rules, and its
// examples against the language.
func TestRulesPage(t *testing.T) {
	doc := readDocument(t, "docs/rules.md")
	var want []string
	for _, r := range pat.Rules() {
		want = append(want, r.Name)
		section := sectionOf(t, "docs/rules.md", "\n## "+r.Name+"\n")
		for _, part := range []string{"Severity: " + string(r.Severity) + ".", "Example: ", "rules   = [\"" + r.Name + "\"]"} {
			if !strings.Contains(section, part) {
				t.Errorf("%s: no %q", r.Name, part)
			}
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, found("(?m)^## ([a-z-]+)$", doc)); diff != "" {
		t.Errorf("rules (-known +documented):\n%s", diff)
	}
	for i, block := range codeBlock.FindAllStringSubmatch(doc, -1) {
		if block[1] == "text" { // an output
			continue
		}
		if block[1] != "hcl" {
			t.Fatalf("block %d is of %s", i, block[1])
		}
		dir := t.TempDir()
		if err := cli.WriteFile(filepath.Join(dir, "main.pat.hcl"), []byte(block[3])); err != nil {
			t.Fatal(err)
		}
		if stdout, stderr, code := runIn(t, dir, "validate"); code != cli.ExitDone || stderr != "" {
			t.Errorf("block %d: exit code %d\n%s%s\n%s", i, code, stdout, stderr, block[3])
		}
		if stdout, _, code := runIn(t, dir, "fmt", "--check"); code != cli.ExitDone {
			t.Errorf("block %d is not in canonical layout: %s\n%s", i, stdout, block[3])
		}
	}
}

// TestExampleSnapshotIsAsPullWritesIt keeps the demonstration in the form that
// people get.
func TestExampleSnapshotIsAsPullWritesIt(t *testing.T) {
	for _, name := range []string{"snapshot.json", "use/snapshot.json"} {
		snapshot, err := workspace.ReadSnapshot(t.Context(), exampleEnv(t), name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := snapshot.Encode(&b, "0.1.0"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(readDocument(t, "examples/octo-org/"+name), b.String()); diff != "" {
			t.Error(diff)
		}
	}
}
