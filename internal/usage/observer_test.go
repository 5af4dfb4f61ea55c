package usage_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

var (
	begin = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	none  = 0
)

func call(method, route string, counts ...int) usage.Call {
	c := usage.Call{Method: method, Route: route, Known: true, Count: 1, FirstAt: end.AddDate(0, 0, -2), LastAt: end.AddDate(0, 0, -1), Repository: "octo-org/api", Public: usage.No}
	if len(counts) == 2 {
		c.Count, c.Refused = counts[0], counts[1]
	}
	return c
}

func other(is string) usage.Call {
	return usage.Call{Is: []string{is}, Count: 1, FirstAt: begin, LastAt: end.AddDate(0, 0, -1), Repository: "octo-org/api"}
}

// logOf is a log of 31 days in which the token 7 made some calls, and Git is seen.
func logOf(source usage.Source, calls ...usage.Call) *usage.Log {
	return &usage.Log{
		Coverage: []usage.Coverage{{Source: source, From: begin, To: end, Unbroken: begin, Events: 1000}},
		Tokens: []usage.Token{
			{Kind: record.FineGrained, ID: 7, Organization: "octo-org", Name: "deploy", User: "octocat", Source: source, Calls: calls},
			{Kind: record.OAuth, ID: 8, Organization: "octo-org", User: "mona", Source: source, Calls: []usage.Call{other("git fetch")}},
		},
	}
}

func grantOf(repository pat.Permissions) *pat.Grant {
	return &pat.Grant{
		Kind: pat.KindToken, ID: 3, TokenID: 7, TokenName: "deploy", Owner: "octocat", RepositorySelection: "subset", RepositoriesRead: true,
		Repositories: []string{"octo-org/api", "octo-org/web"}, Permissions: pat.GrantPermissions{Repository: repository},
	}
}

func observe(log *usage.Log, g *pat.Grant) usage.Observation {
	return usage.NewObserver(log, catalog.Default()).Observe("octo-org", g, &none)
}

func states(o usage.Observation) map[string]usage.State {
	out := map[string]usage.State{}
	for _, p := range o.Permissions {
		out[p.Name] = p.State
	}
	return out
}

func TestStates(t *testing.T) {
	granted := pat.Permissions{"metadata": pat.Read, "issues": pat.Write, "pull_requests": pat.Write, "contents": pat.Write, "secrets": pat.Write, "workflows": pat.Write}
	unseen := map[string]usage.State{"issues": usage.NotSeen, "pull_requests": usage.NotSeen, "contents": usage.NotObservable, "secrets": usage.NotSeen, "workflows": usage.NotObservable}
	with := func(changed map[string]usage.State) map[string]usage.State {
		out := map[string]usage.State{}
		for _, m := range []map[string]usage.State{unseen, changed} {
			for name, state := range m {
				out[name] = state
			}
		}
		return out
	}
	unknown := usage.Call{Method: "GET", Route: "/repos/*/*/new-things", Count: 1, LastAt: end, Repository: "octo-org/api"}
	tests := map[string]struct {
		log  *usage.Log
		want map[string]usage.State
	}{
		"nothing": {logOf(usage.AuditLog), unseen},
		"one of several is enough, so that none is unused": {
			logOf(usage.AuditLog, call("POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments")), with(map[string]usage.State{"issues": usage.Used, "pull_requests": usage.Used}),
		},
		"only read": {
			logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/actions/secrets")), with(map[string]usage.State{"secrets": usage.Narrower}),
		},
		"written": {
			logOf(usage.AuditLog, call("PUT", "/repos/{owner}/{repo}/actions/secrets/{secret_name}")), with(map[string]usage.State{"secrets": usage.Used}),
		},
		"refused": {
			logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/actions/secrets", 0, 3)), with(map[string]usage.State{"secrets": usage.NotObservable}),
		},
		"an unknown route may need anything": {
			logOf(usage.AuditLog, unknown), map[string]usage.State{"issues": usage.NotObservable, "pull_requests": usage.NotObservable, "contents": usage.NotObservable, "secrets": usage.NotObservable, "workflows": usage.NotObservable},
		},
		"GraphQL": {
			logOf(usage.AuditLog, other("graphql")), with(map[string]usage.State{"issues": usage.NotObservable, "pull_requests": usage.NotObservable}),
		},
		"a push": {logOf(usage.AuditLog, other("git push")), with(map[string]usage.State{"contents": usage.Used})},
		"a file of a workflow": {
			logOf(usage.AuditLog, func() usage.Call {
				c := call("PUT", "/repos/{owner}/{repo}/contents/{path}")
				c.Workflow = usage.Yes
				return c
			}()),
			with(map[string]usage.State{"contents": usage.Used, "workflows": usage.Used}),
		},
		"a search finds what it may": {
			logOf(usage.AuditLog, usage.Call{Method: "GET", Route: "/search/issues", Known: true, Count: 1, LastAt: end}),
			with(map[string]usage.State{"issues": usage.NotObservable, "pull_requests": usage.NotObservable}),
		},
		"API Insights shows neither GraphQL nor Git": {
			logOf(usage.Insights, call("GET", "/repos/{owner}/{repo}/actions/secrets")),
			map[string]usage.State{"issues": usage.NotObservable, "pull_requests": usage.NotObservable, "contents": usage.NotObservable, "secrets": usage.Narrower, "workflows": usage.NotObservable},
		},
		"a record shows all of one run": {
			logOf(usage.Recorded, call("GET", "/repos/{owner}/{repo}/actions/secrets")),
			map[string]usage.State{"issues": usage.NotSeen, "pull_requests": usage.NotSeen, "contents": usage.NotSeen, "secrets": usage.Narrower, "workflows": usage.NotSeen},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, states(observe(test.log, grantOf(granted)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestPublicRepositories: the audit log does not show the calls to them.
func TestPublicRepositories(t *testing.T) {
	g := grantOf(pat.Permissions{"secrets": pat.Write})
	g.Permissions.Organization = pat.Permissions{"members": pat.Read}
	some := 2
	for _, public := range []*int{nil, &some} {
		o := usage.NewObserver(logOf(usage.AuditLog), catalog.Default()).Observe("octo-org", g, public)
		want := map[string]usage.State{"secrets": usage.NotObservable, "members": usage.NotSeen}
		if diff := cmp.Diff(want, states(o)); diff != "" {
			t.Error(diff)
		}
		if o.Repository.State != usage.NotObservable {
			t.Errorf("the repositories are %s", o.Repository.State)
		}
	}
}

// TestUnlogged: GitHub tells of a use that the log does not have.
func TestUnlogged(t *testing.T) {
	g := grantOf(pat.Permissions{"secrets": pat.Write})
	used := end.AddDate(0, 0, -3)
	g.LastUsedAt = &used
	if o := observe(logOf(usage.AuditLog), g); o.Unlogged == nil {
		t.Error("a use that is not in the log is not told")
	}
	if o := observe(logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/issues")), g); o.Unlogged != nil {
		t.Error("a use that is in the log is told as missing")
	}
	before := begin.AddDate(0, 0, -1)
	g.LastUsedAt = &before
	if o := observe(logOf(usage.AuditLog), g); o.Unlogged != nil {
		t.Error("a use before the log is told as missing")
	}
}

// TestOutsideTheLog: what a token does when there is no log is not said to be unused.
func TestOutsideTheLog(t *testing.T) {
	g := grantOf(pat.Permissions{"secrets": pat.Write})
	later := end.AddDate(0, 0, 5)
	g.LastUsedAt = &later
	if o := observe(logOf(usage.AuditLog), g); o.Unlogged == nil {
		t.Error("a token that was used after the log, and not in it, is said to be unused")
	}
	if o := observe(logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/issues")), g); o.Unlogged != nil {
		t.Error("a use after the end of the log is told as missing")
	}
	for days, want := range map[int]int{-40: 31, -10: 10, 0: 0} {
		since := end.AddDate(0, 0, days)
		g.LastUsedAt, g.Since = nil, &since
		if o := observe(logOf(usage.AuditLog), g); o.Days != want || states(o)["secrets"] != usage.NotSeen {
			t.Errorf("granted %d days before the end: %d days, %v", -days, o.Days, states(o))
		}
	}
	g.Since = &later
	o := observe(logOf(usage.AuditLog), g)
	if want := []usage.Reason{usage.ReasonLater}; !slices.Equal(o.Permissions[0].Reasons, want) || !slices.Equal(o.Repository.Reasons, want) || o.Narrowed != nil {
		t.Errorf("granted after the log: %+v", o)
	}
	if o := observe(logOf(usage.Recorded), g); states(o)["secrets"] != usage.NotSeen {
		t.Error("a record is of whatever token it is said to be of, also of a later one")
	}
}

// TestRenamedOrganization: events have the name that the organization had at their time.
func TestRenamedOrganization(t *testing.T) {
	log := logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/actions/secrets"))
	written := call("PUT", "/repos/{owner}/{repo}/actions/secrets/{secret_name}")
	written.Repository = "old-org/api"
	log.Tokens = append(log.Tokens, usage.Token{Kind: record.FineGrained, ID: 7, Organization: "old-org", Source: usage.AuditLog, Calls: []usage.Call{written}})
	o := observe(log, grantOf(pat.Permissions{"secrets": pat.Write}))
	if o.Permissions[0].State != usage.Used || o.Repository.State != usage.NotObservable {
		t.Errorf("%+v", o)
	}
}

// TestPartialAnswers: a call that needs less, or nothing, can have more in its answer.
func TestPartialAnswers(t *testing.T) {
	for route, name := range map[string]string{
		"/issues": "issues", "/orgs/{org}/issues": "pull_requests", "/orgs/{org}/events": "contents", "/user/orgs": "members",
		"/repos/{owner}/{repo}/releases": "contents", "/repos/{owner}/{repo}/rulesets/{ruleset_id}": "administration", "/search/code": "contents",
	} {
		o := observe(logOf(usage.AuditLog, call("GET", route)), grantOf(pat.Permissions{name: pat.Write}))
		if s := o.Permissions[0].State; s == usage.NotSeen || s == usage.Narrower {
			t.Errorf("GET %s: %s is %s", route, name, s)
		}
	}
}

// TestUnknownToken: a call of a token without an ID may be one of every token of its user.
func TestUnknownToken(t *testing.T) {
	log := logOf(usage.AuditLog)
	log.Tokens = append(log.Tokens, usage.Token{Kind: record.FineGrained, User: "Octocat", Source: usage.AuditLog, Calls: []usage.Call{call("GET", "/repos/{owner}/{repo}/actions/secrets")}})
	o := observe(log, grantOf(pat.Permissions{"secrets": pat.Write, "administration": pat.Read}))
	if diff := cmp.Diff([]usage.Reason{usage.ReasonToken}, o.Permissions[1].Reasons); diff != "" || o.Permissions[1].State != usage.NotObservable {
		t.Error(diff, o.Permissions[1].State)
	}
	if o.Calls != 0 {
		t.Errorf("%d calls are counted as those of the token", o.Calls)
	}
	if o.Permissions[0].Name != "administration" || len(o.Repository.Unused) != 1 {
		t.Error(o.Permissions[0], o.Repository)
	}
}

func TestInsightsJoin(t *testing.T) {
	log := logOf(usage.Insights, call("GET", "/repos/{owner}/{repo}/actions/secrets"))
	g := grantOf(pat.Permissions{"secrets": pat.Write})
	if observe(log, g).Unjoined {
		t.Error("ID and name are equal")
	}
	g.TokenName = "other"
	if !observe(log, g).Unjoined {
		t.Error("the names differ")
	}
	g.TokenID = 9
	if !observe(log, g).Unjoined {
		t.Error("API Insights has no such token")
	}
}

func TestRepositories(t *testing.T) {
	issues := call("GET", "/repos/{owner}/{repo}/issues")
	elsewhere, renamed, recorded, refused := issues, issues, issues, call("GET", "/repos/{owner}/{repo}/issues", 0, 1)
	ownerRenamed := issues
	ownerRenamed.Repository, elsewhere.Public = "old-org/web", usage.Yes
	elsewhere.Repository, renamed.Repository, recorded.Repository, refused.Repository = "hubot/dots", "octo-org/old", "", "octo-org/web"
	tests := map[string]struct {
		calls          []usage.Call
		subset, all    usage.State
		unused, reason string
	}{
		"one of two":           {[]usage.Call{issues}, usage.Narrower, usage.Narrower, "octo-org/web", ""},
		"none":                 {nil, usage.Narrower + "", usage.NotSeen, "", ""},
		"of another owner":     {[]usage.Call{issues, elsewhere}, usage.Narrower, usage.Narrower, "octo-org/web", ""},
		"owner renamed":        {[]usage.Call{issues, ownerRenamed}, usage.NotObservable, usage.NotObservable, "octo-org/web", "repository_renamed"},
		"perhaps renamed":      {[]usage.Call{issues, renamed}, usage.NotObservable, usage.Narrower, "octo-org/web", "repository_renamed"},
		"not said":             {[]usage.Call{issues, recorded}, usage.NotObservable, usage.NotObservable, "octo-org/web", "source"},
		"refused":              {[]usage.Call{issues, refused}, usage.NotObservable, usage.NotObservable, "", "refused"},
		"GraphQL may read any": {[]usage.Call{issues, {Is: []string{"graphql"}, Count: 1}}, usage.NotObservable, usage.NotObservable, "octo-org/web", "graphql"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			g := grantOf(pat.Permissions{"issues": pat.Read})
			got := observe(logOf(usage.AuditLog, test.calls...), g).Repository
			want := test.subset
			if len(test.calls) == 0 {
				want = usage.NotSeen
			}
			if got.State != want || test.unused != "" && !slices.Equal(got.Unused, []string{test.unused}) {
				t.Errorf("subset: %+v", got)
			}
			if test.reason != "" && !slices.Equal(got.Reasons, []usage.Reason{usage.Reason(test.reason)}) {
				t.Errorf("subset: the reasons are %v", got.Reasons)
			}
			g.RepositorySelection, g.Repositories, g.RepositoriesRead = "all", nil, false
			if got := observe(logOf(usage.AuditLog, test.calls...), g).Repository; got.State != test.all {
				t.Errorf("all: %+v", got)
			}
		})
	}
}

func TestBeyond(t *testing.T) {
	log := logOf(usage.AuditLog, call("POST", "/repos/{owner}/{repo}/issues/{issue_number}/comments"), call("PUT", "/repos/{owner}/{repo}/actions/secrets/{secret_name}"))
	g := grantOf(pat.Permissions{"issues": pat.Write, "pull_requests": pat.Write, "secrets": pat.Write})
	got := usage.NewObserver(log, catalog.Default()).Beyond("octo-org", g, pat.Permissions{"pull_requests": pat.Write, "secrets": pat.Read})
	if len(got) != 1 || got[0].Permission != "secrets" || got[0].Level != pat.Write || got[0].Calls != 1 {
		t.Errorf("%+v", got)
	}
}

// TestObservationLaws: what an observation takes away is never what a call may have taken,
// and more calls, or another order, never take away more.
func TestObservationLaws(t *testing.T) {
	c := catalog.Default()
	endpoints := c.Endpoints()
	r := rand.New(rand.NewPCG(14, 2026))
	for range 3000 {
		granted := pat.Permissions{"metadata": pat.Read}
		var calls []usage.Call
		for range 1 + r.IntN(8) {
			e := endpoints[r.IntN(len(endpoints))]
			calls = append(calls, randomCall(r, e))
			for _, set := range e.Sets {
				if r.IntN(3) > 0 {
					granted = catalog.Union(granted, set)
				}
			}
		}
		for _, name := range []string{"secrets", "issues", "pages", "contents", "members"} {
			if r.IntN(3) == 0 {
				granted[name] = []pat.Level{pat.Read, pat.Write}[r.IntN(2)]
			}
		}
		g := grantOf(granted)
		source := []usage.Source{usage.AuditLog, usage.Insights, usage.Recorded}[r.IntN(3)]
		got := observe(logOf(source, calls...), g)
		checkNotSeen(t, c, got, calls)
		checkNarrowed(t, c, got, granted, calls)

		fewer := slices.DeleteFunc(slices.Clone(calls), func(usage.Call) bool { return r.IntN(2) == 0 })
		before := states(observe(logOf(source, fewer...), g))
		for _, p := range got.Permissions {
			if p.State == usage.NotSeen && before[p.Name] != usage.NotSeen {
				t.Errorf("with more calls, %s is not seen any more: %s with %+v, not_seen with %+v", p.Name, before[p.Name], fewer, calls)
			}
		}
		shuffled := slices.Clone(calls)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(got, observe(logOf(source, shuffled...), g)); diff != "" {
			t.Errorf("another order: %s", diff)
		}
		if t.Failed() {
			return
		}
	}
}

func randomCall(r *rand.Rand, e catalog.Endpoint) usage.Call {
	c := call(e.Method, e.Path, r.IntN(3), r.IntN(2))
	c.Public = []usage.Answer{usage.Unsaid, usage.Yes, usage.No}[r.IntN(3)]
	c.Workflow = []usage.Answer{usage.Unsaid, usage.Yes, usage.No}[r.IntN(3)]
	c.LastAt = begin.Add(time.Duration(r.IntN(700)) * time.Hour)
	switch r.IntN(30) {
	case 0:
		return usage.Call{Method: "GET", Route: "/repos/*/*/new", Count: 1, LastAt: c.LastAt}
	case 1:
		return usage.Call{Is: []string{"graphql"}, Count: 1, LastAt: c.LastAt}
	case 2:
		return usage.Call{Is: []string{"git push"}, Count: 1, LastAt: c.LastAt}
	}
	return c
}

// checkNotSeen compares with a plain reading of the catalog: a permission that is in any set
// of any endpoint that was called may have been needed.
func checkNotSeen(t *testing.T, c *catalog.Catalog, o usage.Observation, calls []usage.Call) {
	t.Helper()
	for _, p := range o.Permissions {
		if p.State != usage.NotSeen {
			continue
		}
		for _, call := range calls {
			e, ok := c.Endpoint(call.Method, call.Route)
			if call.Route == "/repos/*/*/new" {
				t.Errorf("%s is not seen, in spite of an unknown route", p.Name)
			}
			public := call.Method == "GET" && e.PublicRead && call.Public == usage.Yes
			for _, set := range e.Sets {
				// GitHub tells the two sets for files of workflows and other files apart.
				if _, in := set[p.Name]; ok && in && !public && (p.Name != "workflows" || call.Workflow != usage.No) {
					t.Errorf("%s is not seen, in spite of %+v", p.Name, call)
				}
			}
		}
	}
}

// checkNarrowed: a token with less could make the same calls.
func checkNarrowed(t *testing.T, c *catalog.Catalog, o usage.Observation, granted pat.Permissions, calls []usage.Call) {
	t.Helper()
	if o.Narrowed == nil {
		return
	}
	before, after := c.Holding(granted), c.Holding(o.Narrowed.Repository)
	for _, call := range calls {
		e, ok := c.Endpoint(call.Method, call.Route)
		if call.Workflow == usage.No {
			e = e.For("/repos/o/r/contents/x", "")
		}
		if ok && call.Count > 0 && before.Covers(e) && !after.Covers(e) && (call.Public != usage.Yes || !e.PublicRead) {
			t.Errorf("%v allows %s, and %v does not", granted, e, o.Narrowed.Repository)
		}
	}
}

// TestOtherOrganization: a log that names other organizations alone shows nothing of this one.
func TestOtherOrganization(t *testing.T) {
	log := logOf(usage.AuditLog)
	for organization, want := range map[string]usage.State{"octo-org": usage.NotSeen, "hub-org": usage.NotObservable} {
		log.Coverage[0].Organizations = []string{organization}
		got := observe(log, grantOf(pat.Permissions{"issues": pat.Read}))
		if got.Permissions[0].State != want || (got.Days == 31) != (want == usage.NotSeen) {
			t.Errorf("%s: %+v", organization, got)
		}
	}
}

// TestGitOfOthers: the log shows what Git does if it has any event of Git.
func TestGitOfOthers(t *testing.T) {
	for _, git := range []bool{true, false} {
		log := logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/contents/{path}"))
		log.Tokens = log.Tokens[:1]
		log.Coverage[0].Git = git
		if got := observe(log, grantOf(pat.Permissions{"contents": pat.Write})); (got.Permissions[0].State == usage.Narrower) != git {
			t.Errorf("%t: %+v", git, got.Permissions[0])
		}
	}
}

// TestNewToken: the days of a token count from when it was granted access.
func TestNewToken(t *testing.T) {
	log := logOf(usage.AuditLog, call("GET", "/repos/{owner}/{repo}/issues"))
	for since, want := range map[time.Time]int{end.AddDate(0, 0, -2): 2, begin.AddDate(0, 0, -9): 31, end.AddDate(0, 0, 1): 0} {
		g := grantOf(pat.Permissions{"issues": pat.Write})
		g.Since = &since
		if got := observe(log, g).Days; got != want {
			t.Errorf("granted access on %s: %d days, want %d", since, got, want)
		}
	}
}

// TestPartial: a line that nobody could read may be the use that was not seen. A time without
// events is none.
func TestPartial(t *testing.T) {
	g := grantOf(pat.Permissions{"secrets": pat.Write})
	log := logOf(usage.AuditLog)
	log.Gaps = []usage.Gap{{Source: usage.AuditLog, Hole: true, What: "events from 2026-10-03 to 2026-10-05"}}
	if observe(log, g).Partial {
		t.Error("a time without events is a part that could not be read")
	}
	log.Gaps = append(log.Gaps, usage.Gap{Source: usage.AuditLog, File: "a.jsonl", What: "line 17"})
	if !observe(log, g).Partial {
		t.Error("a line that could not be read is not told")
	}
}
