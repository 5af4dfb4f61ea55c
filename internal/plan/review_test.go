package plan_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const templates = `
template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
template "api" {
  name         = "api"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["octo-org/api"]
}
`

func load(t testing.TB, src string) *hcl.Configuration {
	t.Helper()
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}, ".", hcl.Options{Version: "0.1.0"})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return cfg
}

// reviewing declares the templates, a review block and more.
func reviewing(t testing.TB, review string, more ...string) *hcl.Configuration {
	t.Helper()
	return load(t, templates+"organization \"octo-org\" {\n review {\n"+review+"\n }\n}\n"+strings.Join(more, "\n"))
}

func days(n int) *time.Time {
	at := now.AddDate(0, 0, n)
	return &at
}

// subject is a request or token that conforms, and what a test changes of it.
func subject(kind pat.Kind, change ...func(*pat.Grant)) pat.Grant {
	g := pat.Grant{
		Kind: kind, ID: 1, TokenID: 98001, TokenName: "reader", Owner: "mona", RepositorySelection: "all", Since: days(-2), ExpiresAt: days(20), LastUsedAt: days(-1),
		Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": "read", "metadata": "read"}},
	}
	for _, c := range change {
		c(&g)
	}
	return g
}

func named(name string) func(*pat.Grant) { return func(g *pat.Grant) { g.TokenName = name } }
func writing(g *pat.Grant)               { g.Permissions.Repository = pat.Permissions{"contents": "write"} }
func expired(g *pat.Grant)               { g.ExpiresAt, g.Expired = days(-1), true }
func unused(g *pat.Grant)                { g.Since, g.LastUsedAt = days(-200), days(-100) }
func owned(owner string) func(*pat.Grant) {
	return func(g *pat.Grant) { g.Owner = owner }
}

func choosing(repositories ...string) func(*pat.Grant) {
	return func(g *pat.Grant) {
		g.TokenName, g.RepositorySelection, g.Repositories, g.RepositoriesRead = "api", "subset", repositories, repositories != nil
	}
}

func snapshotOf(gaps []github.Gap, grants ...pat.Grant) *github.Snapshot {
	o := github.Organization{Login: "octo-org", ReadAt: now, Incomplete: gaps}
	for i, g := range grants {
		g.ID = int64(i + 1)
		if g.Kind == pat.KindRequest {
			o.Requests = append(o.Requests, g)
		} else {
			o.Tokens = append(o.Tokens, g)
		}
	}
	return &github.Snapshot{GeneratedAt: now, Host: "github.com", Organizations: []github.Organization{o}}
}

func reviewsOf(cfg *hcl.Configuration, s *github.Snapshot) []plan.Review {
	found, _ := audit.Judge(cfg, s, time.Time{})
	return plan.Reviews(cfg, s, found)
}

// proposed says what is proposed for one request or token, and why.
func proposed(cfg *hcl.Configuration, g pat.Grant) string {
	out := "nothing"
	for _, r := range reviewsOf(cfg, snapshotOf(nil, g)) {
		out = string(r.Action) + " " + strings.Join(r.Because, " ")
	}
	return out
}

const (
	exception = `exception "mona" {
  owner   = "mona"
  reason  = "It moves."
  expires = "2026-12-31"
}`
	lapsed = `exception "mona" {
  owner   = "mona"
  reason  = "It moves."
  expires = "2026-11-01"
}`
	policy = `policy "not-mona" {
  on            = ["request", "token"]
  severity      = "warning"
  condition     = self.owner != "mona"
  error_message = "Not this one."
}`
	broken = `policy "broken" {
  on            = ["request", "token"]
  condition     = self.labels.team == "x"
  error_message = "x"
}`
)

// TestReviewsByWord: what each word of a review block asks for.
func TestReviewsByWord(t *testing.T) {
	const everything = "approve = [\"conforming\"]\n deny = [\"drifted\", \"undeclared\"]\n revoke = [\"drifted\", \"undeclared\"]"
	request := func(change ...func(*pat.Grant)) pat.Grant { return subject(pat.KindRequest, change...) }
	token := func(change ...func(*pat.Grant)) pat.Grant { return subject(pat.KindToken, change...) }
	for name, test := range map[string]struct {
		review string
		more   string
		grant  pat.Grant
		want   string
	}{
		"conforming request":             {everything, "", request(), "approve conforming"},
		"drifted request":                {everything, "", request(writing), "deny drifted"},
		"undeclared request":             {everything, "", request(writing, named("mine")), "deny undeclared"},
		"conforming token":               {everything, "", token(), "nothing"},
		"drifted token":                  {everything, "", token(writing), "revoke drifted"},
		"undeclared token":               {everything, "", token(writing, named("mine")), "revoke undeclared"},
		"no words":                       {"", "", request(), "nothing"},
		"no words for tokens":            {"approve = [\"conforming\"]", "", token(writing), "nothing"},
		"approval of no drifted one":     {"approve = [\"conforming\"]", "", request(writing), "nothing"},
		"another verdict":                {"deny = [\"undeclared\"]", "", request(writing), "nothing"},
		"a rule":                         {"deny = [\"permission-elevated\"]", "", request(writing), "deny permission-elevated"},
		"a verdict and a rule":           {"deny = [\"permission-elevated\", \"drifted\"]", "", request(writing), "deny drifted permission-elevated"},
		"a word twice":                   {"deny = [\"drifted\", \"drifted\"]", "", request(writing), "deny drifted"},
		"another rule":                   {"deny = [\"never-expires\"]", "", request(writing), "nothing"},
		"a rule on what conforms":        {"revoke = [\"unused-token\"]", "", token(unused), "revoke unused-token"},
		"a rule that is off":             {"revoke = [\"unused-token\"]", "rule \"unused-token\" { severity = \"off\" }", token(unused), "nothing"},
		"a policy":                       {"deny = [\"policy:not-mona\"]", policy, request(), "deny policy:not-mona"},
		"a policy that holds":            {"deny = [\"policy:not-mona\"]", policy, request(owned("hubot")), "nothing"},
		"denial before approval":         {"approve = [\"conforming\"]\n deny = [\"policy:not-mona\"]", policy, request(), "deny policy:not-mona"},
		"excepted request":               {everything, exception, request(writing), "nothing"},
		"excepted token":                 {everything, exception, token(writing), "nothing"},
		"exception of another":           {everything, exception, token(writing, owned("hubot")), "revoke drifted"},
		"lapsed exception":               {everything, lapsed, token(writing), "revoke drifted"},
		"excepted finding of a rule":     {"deny = [\"permission-elevated\"]", exception, request(writing), "nothing"},
		"expired request":                {everything, "", request(expired), "nothing"},
		"expired request, to be denied":  {"approve = [\"conforming\"]\n deny = [\"expired-request\"]", "", request(expired), "deny expired-request"},
		"expired token":                  {everything, "", token(writing, expired), "nothing"},
		"policy that cannot be judged":   {everything, broken, request(owned("hubot")), "nothing"},
		"a warning by a rule block":      {everything, "rule \"permission-elevated\" { severity = \"warning\" }", request(writing), "nothing"},
		"an error that is off":           {everything, "rule \"permission-elevated\" { severity = \"off\" }", request(writing), "nothing"},
		"a warning that is to be denied": {"approve = [\"conforming\"]\n deny = [\"permission-elevated\"]", "rule \"permission-elevated\" { severity = \"notice\" }", request(writing), "deny permission-elevated"},
		"a rule block of something else": {everything, "rule \"permission-elevated\" { severity = \"off\" }", request(), "approve conforming"},
		"listed repository":              {everything, "", request(choosing("octo-org/api")), "approve conforming"},
		"another repository":             {everything, "", request(choosing("octo-org/web")), "deny drifted"},
		"unread repositories":            {everything, "", request(choosing()), "nothing"},
		"unread repositories, a token":   {everything, "", token(choosing()), "nothing"},
	} {
		if got := proposed(reviewing(t, test.review, test.more), test.grant); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestReviewsOfOtherOrganizations: what has no review block is left alone,
// whatever the case of its name.
func TestReviewsOfOtherOrganizations(t *testing.T) {
	for src, want := range map[string]int{
		"":                               0,
		"organization \"octo-org\" {}\n": 0,
		"organization \"octodemo\" {\n review {\n approve = [\"conforming\"]\n }\n}\n":          0,
		"organization \"Octo-Org\" {\n review {\n approve = [\"conforming\"]\n }\n}\n":          1,
		"organization \"octo-org\" {\n review {\n approve = [\"conforming\"]\n }\n}\n" + broken: 0,
	} {
		if got := len(reviewsOf(load(t, templates+src), snapshotOf(nil, subject(pat.KindRequest)))); got != want {
			t.Errorf("%s: %d reviews, want %d", src, got, want)
		}
	}
}

// TestNoRevocationWithAGap: whatever is missing, wherever, no token is revoked,
// and what could be read of the requests is reviewed.
func TestNoRevocationWithAGap(t *testing.T) {
	cfg := reviewing(t, "approve = [\"conforming\"]\n deny = [\"drifted\"]\n revoke = [\"drifted\"]")
	grants := []pat.Grant{subject(pat.KindRequest), subject(pat.KindRequest, writing), subject(pat.KindToken, writing)}
	if got := len(reviewsOf(cfg, snapshotOf(nil, grants...))); got != 3 {
		t.Errorf("without a gap %d reviews", got)
	}
	with := snapshotOf([]github.Gap{{What: "page 3 of 9 of the requests", Why: "GitHub answered 502."}}, grants...)
	elsewhere := snapshotOf(nil, grants...)
	elsewhere.Organizations = append(elsewhere.Organizations, github.Organization{Login: "octodemo", ReadAt: now, Incomplete: []github.Gap{{What: "tokens", Why: "GitHub answered 403."}}})
	for name, s := range map[string]*github.Snapshot{"here": with, "elsewhere": elsewhere} {
		var got []pat.ReviewAction
		for _, r := range reviewsOf(cfg, s) {
			got = append(got, r.Action)
		}
		if diff := cmp.Diff([]pat.ReviewAction{pat.Approve, pat.Deny}, got); diff != "" {
			t.Errorf("a gap %s: %s", name, diff)
		}
	}
}

// TestUnjudgedByAPolicy: a policy that cannot be evaluated for a token keeps that
// one from being revoked, and no other.
func TestUnjudgedByAPolicy(t *testing.T) {
	cfg := reviewing(t, "revoke = [\"drifted\"]", `
policy "named" {
  on            = ["token"]
  condition     = length(self.name) > 1
  error_message = "No."
}`)
	nameless := subject(pat.KindToken, writing, func(g *pat.Grant) { g.TokenName = "" })
	var got []int64
	s := snapshotOf(nil, nameless, subject(pat.KindToken, writing))
	for _, r := range reviewsOf(cfg, s) {
		got = append(got, r.ID)
	}
	if diff := cmp.Diff([]int64{2}, got); diff != "" {
		t.Errorf("revoked (-want +got):\n%s", diff)
	}
	if found, _ := audit.Judge(cfg, s, time.Time{}); found.Complete() || !found.Subjects[0].Unjudged || found.Gaps[0].Policy != "named" {
		t.Errorf("the gaps are %v", found.Gaps)
	}
}

// TestLeftOutSaysWhy: who looks after a request that was left out looks for what the audit says.
func TestLeftOutSaysWhy(t *testing.T) {
	cfg := reviewing(t, "approve = [\"conforming\"]", "rule \"permission-elevated\" {\n severity = \"warning\"\n}")
	elevated := subject(pat.KindRequest, writing)
	silent := subject(pat.KindRequest, func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} })
	vague := subject(pat.KindRequest, func(g *pat.Grant) { g.Permissions.Repository = pat.Permissions{"contents": "owner"} })
	s := snapshotOf(nil, silent, vague, subject(pat.KindRequest, choosing()), elevated)
	found, _ := audit.Judge(cfg, s, time.Time{})
	var got []string
	for _, l := range plan.Unjudged(cfg, s, found) {
		got = append(got, l.Why)
	}
	want := []string{
		"It could not be checked. GitHub does not say which permissions it has.",
		"It could not be checked. The access level of contents is unknown.",
		"It could not be checked. The repositories that it selects were not read, and the verdict depends on them.",
		"It exceeds template.reader, although a rule block makes this less than an error. " +
			"permission-elevated (warning): The template grants contents = \"read\", and the token has \"write\". Review it on GitHub, or change the template.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("why requests are left out (-want +got):\n%s", diff)
	}
}

// TestApprovalsShowWhatWasFound: what is no error by default does not prevent an
// approval, and is told beside it.
func TestApprovalsShowWhatWasFound(t *testing.T) {
	cfg := reviewing(t, "approve = [\"conforming\"]", policy, "template \"writer\" {\n name = \"writer\"\n target_name = \"octo-org\"\n permissions = { issues = \"write\" }\n}")
	less := subject(pat.KindRequest, named("writer"), func(g *pat.Grant) { g.Permissions.Repository = pat.Permissions{"issues": "read"} })
	reviews := reviewsOf(cfg, snapshotOf(nil, less, subject(pat.KindRequest, owned("hubot"))))
	if len(reviews) != 2 {
		t.Fatalf("%d reviews: %v", len(reviews), reviews)
	}
	want := []string{
		"policy:not-mona, warning: Not this one.",
		"permission-missing, notice: The template grants issues = \"write\", and the token has only \"read\". It may not work.",
	}
	if diff := cmp.Diff(want, reviews[0].Findings); diff != "" {
		t.Errorf("beside the approval (-want +got):\n%s", diff)
	}
	if len(reviews[1].Findings) > 0 {
		t.Errorf("beside an approval without findings: %q", reviews[1].Findings)
	}
}

// TestReasons: who is denied is told all that speaks against it, in what GitHub takes.
func TestReasons(t *testing.T) {
	reason := func(cfg *hcl.Configuration, g pat.Grant) string {
		for _, r := range reviewsOf(cfg, snapshotOf(nil, g)) {
			return r.Reason
		}
		return ""
	}
	drifted := reviewing(t, "approve = [\"conforming\"]\n deny = [\"drifted\"]")
	if got := reason(drifted, subject(pat.KindRequest)); got != "It matches template.reader." {
		t.Errorf("approved: %s", got)
	}
	if got := reason(drifted, subject(pat.KindRequest, writing)); !strings.Contains(got, "contents") || !strings.Contains(got, "https://github.com/settings/personal-access-tokens/new?") {
		t.Errorf("denied without what is wrong, or without the link: %s", got)
	}
	both := reviewing(t, "deny = [\"drifted\", \"policy:not-mona\"]", policy)
	if got := reason(both, subject(pat.KindRequest, writing)); !strings.Contains(got, "Not this one.") || !strings.Contains(got, "contents") {
		t.Errorf("denied by a rule without its message: %s", got)
	}
	long := reviewing(t, "deny = [\"policy:not-mona\"]", strings.Replace(policy, "Not this one.", strings.Repeat("ü", 5000), 1))
	if got := reason(long, subject(pat.KindRequest)); utf8.RuneCountInString(got) != pat.MaxReason || !strings.HasSuffix(got, "...") {
		t.Errorf("a long reason has %d characters", utf8.RuneCountInString(got))
	}
}
