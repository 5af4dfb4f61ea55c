package adopt_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest/invented"
	"github.com/patctl/patctl/internal/pat"
)

// configuration has templates by name and by shape, policies and a rule.
const configuration = `
organization "octo-org" {}

template "ci_api" {
  name        = "ci-api"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}

template "anything" {
  name         = "issues"
  target_name  = "octo-org"
  expires_in   = 366
  permissions  = { issues = "write" }
  repositories = "selected"
}

policy "no_administration" {
  on            = ["template", "token"]
  condition     = !can(self.permissions.administration)
  error_message = "Nobody administers repositories."
}

policy "short_names" {
  on            = ["template"]
  condition     = length(self.name) < 30
  error_message = "The name is too long."
}

rule "unused-token" {
  severity = "error"
  days     = 300
}
`

// TestBesideConfiguration: whatever the configuration declares, it goes together
// with the result. What a policy or a rule forbids is left, with the reason.
func TestBesideConfiguration(t *testing.T) {
	why := map[string]int{}
	for seed := range uint64(40) {
		out := imported(t, configuration, worldSnapshot(invented.World(seed, 10+int(seed))), func(in *adopt.Input) { in.All = seed%4 == 0 })
		for _, l := range out.Left {
			why[strings.Fields(l.Why)[0]]++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if len(why) == 0 {
		t.Error("nothing was left, so that the policies were not tried")
	}
}

// TestCoveredTokensStay: the second import finds nothing left to do, and what
// is imported goes not twice.
func TestCoveredTokensStay(t *testing.T) {
	snapshot := worldSnapshot(invented.World(4, 80))
	first := imported(t, "", snapshot, nil)
	again := imported(t, string(first.Source), snapshot, nil)
	if again.Source != nil || again.Before != 80 {
		t.Errorf("%d templates, %d before\n%s", again.Templates, again.Before, again.Source)
	}
	all := imported(t, string(first.Source), snapshot, func(in *adopt.Input) { in.All = true })
	if all.Covered != 80 {
		t.Errorf("with all, %d are covered", all.Covered)
	}
}

// TestConformingRequestsStay: templates for tokens do not take from a template
// the requests that fit it.
func TestConformingRequestsStay(t *testing.T) {
	for seed := range uint64(25) {
		snapshot := worldSnapshot(invented.World(seed, 60))
		cfg, load := loader(configuration)
		before, _ := audit.Judge(cfg, snapshot, time.Time{})
		out, err := adopt.Templates(adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: []pat.Kind{pat.KindToken}, Load: load})
		if err != nil || out.Source == nil {
			t.Fatal(err)
		}
		joined, _ := load(out.Source)
		after, _ := audit.Judge(joined, snapshot, time.Time{})
		for i := range before.Subjects {
			if b, a := &before.Subjects[i], &after.Subjects[i]; b.Verdict == pat.Conforming && a.Verdict != pat.Conforming {
				t.Errorf("seed %d: %s was %s and is %s", seed, b, b.Verdict, a.Verdict)
			}
		}
	}
}

// TestRequestsToo: with both kinds, requests conform as well.
func TestRequestsToo(t *testing.T) {
	for seed := range uint64(25) {
		imported(t, "", worldSnapshot(invented.World(seed, 50, 20)), func(in *adopt.Input) {
			in.Kinds = []pat.Kind{pat.KindRequest, pat.KindToken}
		})
	}
}

// TestBaseline: with exceptions for what does not fit, the audit is clean, and a
// second baseline has nothing to do.
func TestBaseline(t *testing.T) {
	for seed := range uint64(45) {
		snapshot := worldSnapshot(invented.World(seed, 5+int(seed)))
		if seed%3 == 0 {
			snapshot = hostileSnapshot(seed)
		}
		main := configuration + baseline(t, configuration, snapshot, seed)
		cfg, load := loader(main)
		if _, diags := load(nil); diags.HasErrors() {
			t.Fatal(diags)
		}
		out, err := adopt.Baseline(adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: []pat.Kind{pat.KindToken}, Load: load}, "SEC-142", now.AddDate(0, 0, 90))
		if err != nil || out.Source != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, out.Source)
		}
	}
}

func hostileSnapshot(seed uint64) *github.Snapshot {
	r := rand.New(rand.NewPCG(seed, 8))
	o := github.Organization{Login: "octo-org"}
	for i := range 30 {
		g := hostileGrant(r, int64(i+1))
		if r.IntN(2) == 0 {
			g.TokenID = 0
		}
		o.Tokens = append(o.Tokens, g)
	}
	return snapshotOf(o)
}

func baseline(t *testing.T, main string, snapshot *github.Snapshot, seed uint64) string {
	t.Helper()
	cfg, load := loader(main)
	in := adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: []pat.Kind{pat.KindToken}, Load: load}
	out, err := adopt.Baseline(in, "SEC-142", now.AddDate(0, 0, 90))
	if err != nil {
		t.Fatal(err)
	}
	if out.Source == nil {
		return ""
	}
	conforms(t, in, out)
	for _, l := range out.Left {
		if l.TokenID != 0 {
			t.Errorf("seed %d: left: %s: %s", seed, l.Subject, l.Why)
		}
	}
	return string(out.Source)
}

// TestSeveralOrganizations: each gets templates of its own, and beside others
// that are declared it is declared too.
func TestSeveralOrganizations(t *testing.T) {
	snapshot := worldSnapshot(invented.World(2, 40, 30, 20))
	for _, main := range []string{"", configuration} {
		out := imported(t, main, snapshot, nil)
		if !strings.Contains(string(out.Source), `organization "octo-org-2" {}`) {
			t.Errorf("the organization is not declared:\n%s", out.Source)
		}
	}
	main := "template \"x\" {\n  name = \"x\"\n  expires_in = 1\n  permissions = { contents = \"read\" }\n}\n"
	if out := imported(t, main, snapshot, nil); strings.Contains(string(out.Source), "organization \"") {
		t.Errorf("organizations are declared beside a configuration without any:\n%s", out.Source[:500])
	}
}

// TestOrderDoesNotMatter: the same tokens in another order give the same bytes.
func TestOrderDoesNotMatter(t *testing.T) {
	one, other := noisy(3, 300), noisy(3, 300)
	r := rand.New(rand.NewPCG(1, 1))
	tokens := other.Organizations[0].Tokens
	r.Shuffle(len(tokens), func(i, k int) { tokens[i], tokens[k] = tokens[k], tokens[i] })
	a, b := imported(t, "", one, nil), imported(t, "", other, nil)
	if string(a.Source) != string(b.Source) {
		t.Error("another order of the tokens gives another result")
	}
}

// TestTooLargeBaseline: what no file of a configuration may hold is not written, alone or together
// with the files that are there.
func TestTooLargeBaseline(t *testing.T) {
	for name, test := range map[string]struct{ main, reason, want string }{
		"20 MB":                  {configuration, strings.Repeat("x", 20_000), "larger than 16 MB"},
		"3,000,000 signs":        {configuration, strings.Repeat(`"`, 3000), "too many words and signs"},
		"1,990,000 signs before": {configuration + "/*" + strings.Repeat("-", 1_990_000) + "*/\n", "x", "too many words and signs"},
	} {
		cfg, load := loader(test.main)
		in := adopt.Input{Config: cfg, Snapshot: noisy(1, 1000), Kinds: []pat.Kind{pat.KindToken}, Load: load}
		_, err := adopt.Baseline(in, test.reason, now.AddDate(0, 0, 90))
		if tooLarge := new(adopt.TooLargeError); !errors.As(err, &tooLarge) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHostileHosts: what is no host is an error, not a bug.
func TestHostileHosts(t *testing.T) {
	for _, host := range []string{"a b", "api.github.com", "ghe.com", "x\x1b[31m", "${var.x}", "octo.ghe.com"} {
		snapshot := noisy(1, 3)
		snapshot.Host = host
		cfg, load := loader("")
		_, err := adopt.Templates(adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: []pat.Kind{pat.KindToken}, Load: load})
		if (err == nil) != (host == "octo.ghe.com") {
			t.Errorf("%q: %v", host, err)
		}
	}
}

// TestBesideStrictRules: rules that the configuration makes errors of are heeded
// too, or what breaks them is left.
func TestBesideStrictRules(t *testing.T) {
	main := `
template "exact" {
  name        = "ci-api"
  target_name = "octo-org"
  expires_in  = 366
  permissions = { contents = "write", issues = "write" }
  match {
    name        = "ci-*"
    permissions = "exact"
  }
}
`
	for _, rule := range []string{"permission-missing", "name-differs", "expires-soon", "unused-token", "permission-extra"} {
		main += fmt.Sprintf("rule %q {\n  severity = \"error\"\n}\n", rule)
	}
	for seed := range uint64(25) {
		imported(t, main, worldSnapshot(invented.World(seed, 50)), func(in *adopt.Input) { in.All = seed%2 == 0 })
		imported(t, main, hostileSnapshot(seed), nil)
		out := imported(t, main, snapshotHeld(held{"a-1", "workflows:read"}, held{"", "contents:read"}, held{"a-2", "contents:read"}), nil)
		if len(out.Left) != 2 { // the form offers no workflows:read, and what has no name differs from every one
			t.Errorf("left: %v", out.Left)
		}
	}
}

// TestBesideEachRule: import knows of every rule whether a template can prevent its
// findings. A rule that it does not know would end in a panic once it is an error.
func TestBesideEachRule(t *testing.T) {
	both := func(in *adopt.Input) { in.Kinds, in.All = []pat.Kind{pat.KindToken, pat.KindRequest}, true }
	for _, rule := range pat.Rules() {
		main := fmt.Sprintf("rule %q {\n  severity = \"error\"\n}\n", rule.Name)
		for seed := range uint64(3) {
			imported(t, main, worldSnapshot(invented.World(seed, 20)), both)
			imported(t, main, hostileRequests(seed), both)
		}
	}
}

// hostileRequests returns the tokens of hostileSnapshot as requests, which give no reason.
func hostileRequests(seed uint64) *github.Snapshot {
	o := hostileSnapshot(seed).Organizations[0]
	for i := range o.Tokens {
		o.Tokens[i].Kind = pat.KindRequest
	}
	o.Requests, o.Tokens = o.Tokens, nil
	return snapshotOf(o)
}
