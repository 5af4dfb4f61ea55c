package audit_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// observed is an observer that knows one observation.
type observed usage.Observation

func (o observed) Observe(string, *pat.Grant, *int) usage.Observation { return usage.Observation(o) }

// Beyond is what was seen of each permission, as if no call took one of several.
func (o observed) Beyond(_ string, _ *pat.Grant, have pat.Permissions) []usage.Beyond {
	return beyond(o.Permissions, have)
}

func beyond(seen []usage.Permission, have pat.Permissions) []usage.Beyond {
	var out []usage.Beyond
	for _, p := range seen {
		if p.Seen != "" && !have[p.Name].Includes(p.Seen) {
			out = append(out, usage.Beyond{Permission: p.Name, Level: p.Seen, Example: "GET /x"})
		}
	}
	return out
}

// tokenLog has a call of the token that the tests judge.
func tokenLog() *usage.Log {
	return &usage.Log{Tokens: []usage.Token{{Kind: "fine_grained_pat", Organization: "octo-org", ID: 98716, Source: usage.AuditLog}}}
}

// judgeUsed judges one token of which an observation is known.
func judgeUsed(t *testing.T, src string, g pat.Grant, o usage.Observation) *audit.Audit {
	t.Helper()
	a, diags := audit.JudgeUse(load(t, src), snapshot(g), &audit.Used{Log: tokenLog(), Observer: observed(o)}, time.Time{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	return a
}

// seen is an observation of so many days of a token that has written contents.
func seen(days int, permissions ...usage.Permission) usage.Observation {
	return usage.Observation{Sources: []usage.Source{usage.AuditLog}, Days: days, Calls: 3, Permissions: permissions}
}

func permission(name string, granted, used pat.Level, state usage.State) usage.Permission {
	return usage.Permission{Name: name, Section: pat.Repository, Granted: granted, Seen: used, State: state}
}

func TestRulesOfUse(t *testing.T) {
	issues := permission("issues", "write", "", usage.NotSeen)
	writes := permission("contents", "write", "read", usage.Narrower)
	unlogged := seen(31, issues, writes)
	unlogged.Unlogged = days(-2)
	unjoined := seen(31, issues, writes)
	unjoined.Unjoined = true
	repositories := seen(31)
	repositories.Repository = usage.Repositories{Granted: "all", Seen: []string{"octo-org/api"}, State: usage.Narrower}
	wide := token(with("contents=write issues=write"))
	old, recent := seen(31, issues, writes), seen(31, issues)
	old.To, recent.To = *days(-30), *days(-29)
	const extra, elevated = "error permission-extra issues /write", "error permission-elevated contents read/write"
	tests := map[string]struct {
		settings string
		g        pat.Grant
		seen     usage.Observation
		verdict  pat.Verdict
		want     []string
	}{
		"long enough": {"", wide, seen(30, issues, writes), pat.Drifted,
			[]string{elevated, extra, "notice unused-permission issues", "notice unused-write contents"}},
		"too short": {"", wide, seen(29, issues, writes), pat.Drifted, []string{elevated, extra}},
		"days of the rule": {`rule "unused-permission" { days = 29 }`, wide, seen(29, issues, writes), pat.Drifted,
			[]string{elevated, extra, "notice unused-permission issues"}},
		"a log that ended long ago":         {"", wide, old, pat.Drifted, []string{elevated, extra}},
		"a log that ended within the days":  {"", wide, recent, pat.Drifted, []string{elevated, extra, "notice unused-permission issues"}},
		"a use that the log does not show":  {"", wide, unlogged, pat.Drifted, []string{elevated, extra}},
		"it is not known which token it is": {"", wide, unjoined, pat.Drifted, []string{elevated, extra}},
		"an error counts":                   {`rule "unused-repositories" { severity = "error" }`, token(), repositories, pat.Drifted, []string{"error unused-repositories"}},
		"an exception covers it": {`rule "unused-repositories" { severity = "error" }` + exception("e", "owner = \"mona\"\n expires = \"2027-06-01\""), token(), repositories, pat.Excepted,
			[]string{"error unused-repositories excepted by e"}},
		"beyond the template, however short": {"", wide, seen(0, permission("issues", "write", "write", usage.Used)), pat.Drifted,
			[]string{elevated, extra, "notice beyond-template issues /write"}},
		"within the template":  {"", token(), seen(31, permission("contents", "read", "read", usage.Used)), pat.Conforming, nil},
		"not observable":       {"", token(), seen(31, permission("contents", "read", "", usage.NotObservable)), pat.Conforming, nil},
		"GitHub adds metadata": {"", token(), seen(31, permission("metadata", "read", "", usage.NotSeen)), pat.Conforming, nil},
		"of no source":         {"", token(), usage.Observation{Days: 31, Permissions: []usage.Permission{permission("contents", "read", "", usage.NotSeen)}}, pat.Conforming, nil},
		"expired":              {"", token(with("contents=read"), until(days(-1))), seen(31, permission("contents", "read", "", usage.NotSeen)), pat.Conforming, nil},
		"a request":            {"", token(request), seen(31, permission("contents", "read", "", usage.NotSeen)), pat.Conforming, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			check(t, judgeUsed(t, reader+test.settings, test.g, test.seen).Subjects[0], test.verdict, test.want...)
		})
	}
}

// TestMessagesOfUse: they name the permission, the days, and the source.
func TestMessagesOfUse(t *testing.T) {
	o := seen(31, permission("issues", "write", "", usage.NotSeen), permission("contents", "write", "read", usage.Narrower), permission("actions", "read", "read", usage.Used))
	o.Sources = []usage.Source{usage.AuditLog, usage.Insights}
	o.Repository = usage.Repositories{Granted: "subset", Seen: []string{"octo-org/api"}, Unused: []string{"octo-org/a", "octo-org/b"}, State: usage.Narrower}
	got := map[string]string{}
	for _, f := range judgeUsed(t, reader, token(), o).Subjects[0].Findings {
		got[f.Rule] = f.Message
	}
	want := map[string]string{
		"unused-permission":   `The token has not used issues = "write" in 31 days, according to the audit log and API Insights.`,
		"unused-write":        `The token has contents = "write", but has only used "read" in 31 days, according to the audit log and API Insights.`,
		"unused-repositories": "The token has not used 2 of its 3 selected repositories in 31 days, according to the audit log and API Insights.",
		"beyond-template":     `According to the audit log and API Insights, the token made calls that need actions = "read", such as GET /x. Its template does not grant that.`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLogOfOthers: a log that has none of the tokens makes the audit incomplete, and is
// no reason to call anything unused.
func TestLogOfOthers(t *testing.T) {
	used := &audit.Used{Log: &usage.Log{
		Coverage: []usage.Coverage{{Source: usage.AuditLog}},
		Tokens:   []usage.Token{{Kind: "fine_grained_pat", ID: 5}},
		Gaps:     []usage.Gap{{Source: usage.AuditLog, File: "log.jsonl", What: "line 17", Why: "It is not JSON."}},
	}, Observer: observed(seen(31, permission("contents", "read", "", usage.NotSeen)))}
	a, _ := audit.JudgeUse(load(t, reader), snapshot(token()), used, time.Time{})
	check(t, a.Subjects[0], pat.Conforming)
	want := []audit.Gap{
		{What: "audit log log.jsonl: line 17", Why: "It is not JSON."},
		{What: "use of tokens", Why: "No token of octo-org is in what was read with --used. That is probably about another organization, or names no tokens. So nothing is reported as unused."},
	}
	if diff := cmp.Diff(want, a.Gaps); diff != "" || a.Subjects[0].Use != nil {
		t.Error(diff, a.Subjects[0].Use)
	}
}

// TestLogOfNames: a token of which the log has another id is known by its owner and its name.
func TestLogOfNames(t *testing.T) {
	g := token()
	for name, other := range map[string]bool{g.TokenName: false, "another": true} {
		used := &audit.Used{Log: &usage.Log{
			Coverage: []usage.Coverage{{Source: usage.AuditLog}}, Tokens: []usage.Token{{Kind: "fine_grained_pat", ID: 5, User: g.Owner, Name: name}},
		}, Observer: observed(seen(31))}
		a, _ := audit.JudgeUse(load(t, reader), snapshot(g), used, time.Time{})
		strange := slices.ContainsFunc(a.Gaps, func(gap audit.Gap) bool {
			return strings.HasPrefix(gap.Why, "No token of octo-org is in what was read")
		})
		if strange != other {
			t.Errorf("a log with the name %q: %v", name, a.Gaps)
		}
	}
}

// TestOrganizationWithoutLog: a log of one organization is none of another one, which is said.
func TestOrganizationWithoutLog(t *testing.T) {
	two := snapshot(token())
	other := two.Organizations[0]
	other.Login, other.Tokens = "hub-org", []pat.Grant{token()}
	other.Tokens[0].TokenID = 5
	two.Organizations = append(two.Organizations, other)
	log := tokenLog()
	log.Coverage = []usage.Coverage{{Source: usage.AuditLog, Organizations: []string{"octo-org"}}}
	cfg := load(t, reader+`
organization "hub-org" {}`)
	a, _ := audit.JudgeUse(cfg, two, &audit.Used{Log: log, Observer: observed(seen(31))}, time.Time{})
	want := []audit.Gap{{Organization: "hub-org", What: "use of tokens", Why: "What was read with --used names other organizations only. So nothing is known of what the tokens of hub-org did."}}
	if diff := cmp.Diff(want, a.Gaps); diff != "" {
		t.Error(diff)
	}
	log.Coverage[0].Organizations = []string{"hub-org", "octo-org"}
	if a, _ := audit.JudgeUse(cfg, two, &audit.Used{Log: log, Observer: observed(seen(31))}, time.Time{}); len(a.Gaps) > 0 {
		t.Error(a.Gaps)
	}
}

// TestNarrowerTokens: what is left of a token, as a link.
func TestNarrowerTokens(t *testing.T) {
	o := seen(31, permission("issues", "write", "", usage.NotSeen), permission("contents", "write", "read", usage.Narrower))
	o.Narrowed = &pat.GrantPermissions{Repository: pat.Permissions{"contents": "read", "crystal_balls": "read"}}
	s := judgeUsed(t, reader, token(), o).Subjects[0]
	want := &audit.Narrower{Permissions: pat.Permissions{"contents": "read"},
		URL: "https://github.com/settings/personal-access-tokens/new?name=reader&target_name=octo-org&expires_in=30&contents=read"}
	if diff := cmp.Diff(want, s.Narrower); diff != "" {
		t.Error(diff)
	}
	limited := strings.Replace(reader, "expires_in", "owners = [\"hubot\"]\nexpires_in", 1)
	if s := judgeUsed(t, limited, token(), o).Subjects[0]; s.Narrower == nil || s.Narrower.URL != "" {
		t.Errorf("someone who may not hold the token gets a link: %+v", s.Narrower)
	}
}

// byID observes tokens by their ID.
type byID map[int64]usage.Observation

func (o byID) Observe(_ string, g *pat.Grant, _ *int) usage.Observation { return o[g.ID] }

func (byID) Beyond(string, *pat.Grant, pat.Permissions) []usage.Beyond { return nil }

// TestTemplateUse: a permission of a template is unneeded if each of its tokens shows so.
func TestTemplateUse(t *testing.T) {
	src := strings.Replace(reader, `contents = "read"`, `contents = "write", issues = "write", actions = "read"`, 1)
	contents, issues := func(used pat.Level, s usage.State) usage.Permission { return permission("contents", "write", used, s) },
		func(used pat.Level, s usage.State) usage.Permission { return permission("issues", "write", used, s) }
	unlogged := seen(31, contents("read", usage.Narrower))
	unlogged.Unlogged = days(-2)
	both := []audit.Unneeded{{Name: "contents", Granted: "write", Seen: "read"}, {Name: "issues", Granted: "write"}}
	tests := map[string]struct {
		one, two usage.Observation
		days     int
		want     []audit.Unneeded
	}{
		"each":           {seen(31, contents("read", usage.Narrower), issues("", usage.NotSeen)), seen(40, contents("", usage.NotSeen), issues("", usage.NotSeen)), 40, both},
		"one has less":   {seen(31, contents("read", usage.Narrower), issues("", usage.NotSeen)), seen(31), 31, both},
		"one uses it":    {seen(31, contents("write", usage.Used), issues("", usage.NotSeen)), seen(31, contents("", usage.NotSeen), issues("write", usage.Used)), 31, nil},
		"one may use it": {seen(31, contents("", usage.NotSeen), issues("", usage.NotSeen)), seen(31, contents("", usage.NotObservable), issues("", usage.NotSeen)), 31, both[1:]},
		"one is new":     {seen(31, contents("", usage.NotSeen)), seen(5, contents("", usage.NotSeen)), 31, []audit.Unneeded{{Name: "contents", Granted: "write"}}},
		"both are new":   {seen(29, contents("", usage.NotSeen)), seen(5, contents("", usage.NotSeen)), 29, nil},
		"one is unsure":  {seen(31, contents("read", usage.Narrower), issues("", usage.NotSeen)), unlogged, 31, both[1:]},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			used := &audit.Used{Log: tokenLog(), Observer: byID{1: test.one, 2: test.two}}
			a, _ := audit.JudgeUse(load(t, src), snapshot(token(), token()), used, time.Time{})
			if len(a.Templates) != 1 || a.Templates[0].Tokens != 2 || a.Templates[0].Days != test.days {
				t.Fatalf("%+v", a.Templates)
			}
			got := a.Templates[0]
			if diff := cmp.Diff(test.want, got.Unneeded); diff != "" || (got.Narrower != nil) != (test.want != nil) {
				t.Error(diff, got.Narrower)
			}
			if got.Narrower != nil && got.Narrower.Permissions["actions"] != "read" {
				t.Errorf("a permission that no token has is gone: %v", got.Narrower.Permissions)
			}
		})
	}
}

// TestClassic: classic tokens are joined by ID, and are no subjects.
func TestClassic(t *testing.T) {
	s := snapshot(token())
	o := &s.Organizations[0]
	o.Credentials = []pat.ClassicToken{
		{CredentialID: 1, ID: 501, Owner: "hubot", Note: "nightly", Scopes: []string{"repo"}, ExpiresAt: days(10)},
		{CredentialID: 2, ID: 98716, Owner: "mona", Note: "reader"},
		{CredentialID: 3, Owner: "octocat", Note: "unknown kind"},
		{CredentialID: 4, ID: 504, Owner: "octocat", Note: "old", Scopes: []string{"gist"}, ExpiresAt: days(-10)},
	}
	o.Insights = &github.Insights{Actors: []github.InsightsActor{
		{Type: "classic_pat", ID: 501, Name: "nightly", User: "hubot", Routes: []github.InsightsRoute{{Method: "GET", Route: "/repos/{owner}/{repo}", Count: 2, LastAt: days(-3)}}},
		{Type: "fine_grained_pat", ID: 98716},
	}}
	log := &usage.Log{Tokens: []usage.Token{
		{Kind: "classic_pat", Organization: "octo-org", ID: 501, User: "hubot", Source: usage.AuditLog, Calls: []usage.Call{
			{Method: "GET", Route: "/repos/{owner}/{repo}", Count: 1, Refused: 1, LastAt: *days(-2)}, {Is: []string{"git fetch"}, Count: 4, LastAt: *days(-4)},
		}},
		{Kind: "classic_pat", Organization: "octodemo", ID: 9},
	}}
	src := reader + exception("moves", "owner = \"hubot\"\n rules = [\"classic-token\"]\n expires = \"2027-06-01\"") + exception("general", "owner = \"octocat\"\n expires = \"2027-06-01\"")
	a, _ := audit.JudgeUse(load(t, src), s, &audit.Used{Log: log, Classic: true}, time.Time{})
	if len(a.Subjects) != 1 || len(a.Classic) != 3 {
		t.Fatalf("%d subjects, classic tokens: %+v", len(a.Subjects), a.Classic)
	}
	hubot, old, unknown := a.Classic[0], a.Classic[1], a.Classic[2]
	if diff := cmp.Diff([]classictoken.Source{"api_insights", "audit_log", classictoken.Authorized}, hubot.Sources); diff != "" {
		t.Error(diff)
	}
	want := []classictoken.Route{{Method: "GET", Route: "/repos/{owner}/{repo}", Calls: 3, Refused: 1}, {Route: "git fetch", Calls: 4}}
	if diff := cmp.Diff(want, hubot.Routes); diff != "" || hubot.Calls != 7 || hubot.Refused != 1 || !hubot.LastCallAt.Equal(*days(-2)) {
		t.Error(diff, hubot)
	}
	if f := hubot.Findings; len(f) != 1 || f[0].Severity != pat.SeverityWarning || f[0].ExceptedBy != "moves" || !strings.Contains(f[0].Message, "repo") {
		t.Errorf("%+v", f)
	}
	if !old.Expired || len(old.Findings) != 0 {
		t.Errorf("%+v", old)
	}
	if unknown.Certain || len(unknown.Findings) != 1 || unknown.Findings[0].ExceptedBy != "" || !strings.Contains(unknown.Findings[0].Message, "may be a classic token") {
		t.Errorf("%+v", unknown)
	}
}

// TestClassicAsOf: an exception that has lapsed as of the time of the audit covers no classic
// token, also not one of which the log does not show the organization.
func TestClassicAsOf(t *testing.T) {
	src := reader + exception("moves", "owner = \"hubot\"\n rules = [\"classic-token\"]\n expires = \"2027-06-01\"")
	log := &usage.Log{Tokens: []usage.Token{{Kind: "classic_pat", ID: 501, User: "hubot", Source: usage.AuditLog}}}
	for asOf, covered := range map[string]string{"2027-05-01": "moves", "2027-07-01": ""} {
		at, err := time.Parse(time.DateOnly, asOf)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := audit.JudgeUse(load(t, src), snapshot(token()), &audit.Used{Log: log}, at)
		if len(a.Classic) != 1 || len(a.Classic[0].Findings) != 1 || a.Classic[0].Findings[0].ExceptedBy != covered {
			t.Errorf("as of %s: %+v", asOf, a.Classic)
		}
	}
}

// TestExceptionsOfUnaskedRules: nobody knows whether an exception is needed whose rule
// was not applied.
func TestExceptionsOfUnaskedRules(t *testing.T) {
	src := reader + exception("c", "owner = \"hubot\"\n rules = [\"classic-token\"]\n expires = \"2027-06-01\"") +
		exception("u", "owner = \"hubot\"\n rules = [\"unused-write\"]\n expires = \"2027-06-01\"") + exception("x", "owner = \"hubot\"\n rules = [\"unused-token\"]\n expires = \"2027-06-01\"")
	unasked := func(used *audit.Used) (out []bool) {
		a, _ := audit.JudgeUse(load(t, src), snapshot(token()), used, time.Time{})
		for _, e := range a.Exceptions {
			out = append(out, e.Unasked)
		}
		return out
	}
	if got := unasked(nil); !slices.Equal(got, []bool{true, true, false}) {
		t.Error(got)
	}
	if got := unasked(&audit.Used{Log: tokenLog(), Observer: observed{}, Classic: true}); !slices.Equal(got, []bool{false, false, false}) {
		t.Error(got)
	}
}

// randomObserver shows something else of each token, and the same each time.
type randomObserver struct {
	seed     int
	snapshot *github.Snapshot
}

func (o randomObserver) Beyond(organization string, g *pat.Grant, have pat.Permissions) []usage.Beyond {
	return beyond(o.Observe(organization, g, nil).Permissions, have)
}

func (o randomObserver) Observe(organization string, g *pat.Grant, _ *int) usage.Observation {
	r := rand.New(rand.NewPCG(uint64(o.seed), uint64(g.ID)*7+uint64(len(organization))))
	out := usage.Observation{Days: pick(r, 0, 1, 29, 30, 31, 90), Unlogged: pick(r, nil, nil, nil, days(-1)), Unjoined: r.IntN(9) == 0}
	if r.IntN(2) == 0 {
		out.To = *days(-float64(25 + r.IntN(10)))
	}
	if r.IntN(8) > 0 {
		out.Sources = []usage.Source{pick(r, usage.AuditLog, usage.Insights)}
	}
	for _, name := range []string{"actions", "contents", "issues", "metadata"} {
		if r.IntN(2) == 0 {
			out.Permissions = append(out.Permissions, usage.Permission{
				Name: name, Granted: "write", Seen: pick(r, "", pat.Read, pat.Write), State: pick(r, usage.Used, usage.Narrower, usage.NotSeen, usage.NotObservable),
			})
		}
	}
	out.Repository.State = pick(r, "", usage.Used, usage.Narrower, usage.NotObservable)
	return out
}

// log has calls of a token of each organization, so that it is not one of others.
func (o randomObserver) log() *usage.Log {
	var log usage.Log
	for _, organization := range o.snapshot.Organizations {
		for _, g := range organization.Tokens {
			log.Tokens = append(log.Tokens, usage.Token{ID: g.TokenID, Name: g.TokenName, User: g.Owner})
		}
	}
	return &log
}
