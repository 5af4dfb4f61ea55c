package usage

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/record"
)

var (
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	evening = noon.Add(6 * time.Hour)
)

func TestFromRecord(t *testing.T) {
	call := record.Call{Method: "GET", Host: "api.github.com", Route: "/repos/{owner}/{repo}/hooks", Status: 200, Token: record.Classic, Count: 2, FirstAt: noon, LastAt: evening}
	with := func(change func(*record.Call)) record.Call {
		c := call
		change(&c)
		return c
	}
	r := record.Record{
		StartedAt: noon, EndedAt: evening,
		Calls: []record.Call{
			with(func(c *record.Call) { c.Path, c.Accepted = "/repos/octo-org/API/hooks", "repository_hooks=read" }),
			with(func(c *record.Call) { c.Method, c.Route = "PUT", "/repos/{owner}/{repo}/contents/{path}" }),
			with(func(c *record.Call) {
				c.Method, c.Route = "PUT", "/repos/{owner}/{repo}/contents/.github/workflows/{path}"
			}),
			with(func(c *record.Call) { c.Route, c.Media = "/repos/{owner}/{repo}/pulls/{pull_number}", "diff" }),
			with(func(c *record.Call) {
				c.Route, c.Is = "/graphql", []string{"graphql mutation createIssue", "graphql type Issue"}
			}),
			with(func(c *record.Call) { c.Route = "/graphql" }),
			with(func(c *record.Call) { c.Route, c.Is = "/*", []string{"git push"} }),
			with(func(c *record.Call) { c.Route = "/repos/*/*/issues/*/*" }),
			with(func(c *record.Call) { c.Token = record.NoToken }),
		},
		Refused: []record.Call{with(func(c *record.Call) { c.Status, c.Route = 404, "/user" })},
		Gaps:    []record.Gap{{Kind: record.NoAnswer, Detail: "GitHub did not answer.", Count: 1}},
	}
	b := NewBuilder(catalog.Default())
	if err := b.FromRecord("record.json", r, Token{Kind: record.FineGrained, ID: 7}); err != nil {
		t.Fatal(err)
	}
	got, err := b.Log()
	if err != nil {
		t.Fatal(err)
	}
	made := func(c Call) Call {
		c.Count, c.FirstAt, c.LastAt = 2, noon, evening
		return c
	}
	refused := made(Call{Method: "GET", Route: "/user", Known: true, Media: "json"})
	refused.Count, refused.Refused = 0, 2
	want := &Log{
		Coverage: []Coverage{{Source: Recorded, From: noon, To: evening, Unbroken: noon, Events: 20}},
		Gaps:     []Gap{{Source: Recorded, File: "record.json", What: "calls to GitHub", Why: "GitHub did not answer."}},
		Tokens: []Token{{Kind: record.FineGrained, ID: 7, Source: Recorded, Calls: []Call{
			made(Call{Is: []string{"git push"}}),
			made(Call{Is: []string{"graphql"}}),
			made(Call{Is: []string{"graphql mutation createIssue", "graphql type Issue"}}),
			made(Call{Method: "GET", Route: "/repos/*/*/issues/*/*", Media: "json"}),
			made(Call{Method: "PUT", Route: "/repos/{owner}/{repo}/contents/{path}", Known: true, Workflow: No, Media: "json"}),
			made(Call{Method: "PUT", Route: "/repos/{owner}/{repo}/contents/{path}", Known: true, Workflow: Yes, Media: "json"}),
			made(Call{Method: "GET", Route: "/repos/{owner}/{repo}/hooks", Known: true, Repository: "octo-org/api", Media: "json", Accepted: "repository_hooks=read"}),
			made(Call{Method: "GET", Route: "/repos/{owner}/{repo}/pulls/{pull_number}", Known: true, Media: "diff"}),
			refused,
		}}},
	}
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

func TestFromInsights(t *testing.T) {
	insights := &github.Insights{From: noon, To: evening, Complete: true, Actors: []github.InsightsActor{
		{Type: "fine_grained_pat", ID: 7, Name: "release-api", User: "mona", Routes: []github.InsightsRoute{
			{Method: "GET", Route: "/repositories/:repository_id/hooks", Count: 3, LastAt: &noon},
			{Method: "PUT", Route: "/repositories/:repository_id/contents/*path", Count: 1},
			{Method: "GET", Route: "/repositories/:repository_id/frobnications", Count: 1},
			{Method: "GET", Route: "/user", Count: 0},
		}},
		{Type: "classic_pat", ID: 8, User: "hubot"},
	}}
	b := NewBuilder(catalog.Default())
	for _, i := range []*github.Insights{insights, nil} {
		if err := b.FromInsights("Octo-Org", i); err != nil {
			t.Fatal(err)
		}
	}
	got, err := b.Log()
	if err != nil {
		t.Fatal(err)
	}
	want := &Log{
		Coverage: []Coverage{{Source: Insights, Organization: "octo-org", From: noon, To: evening, Unbroken: noon, Events: 5}},
		Tokens: []Token{{Kind: record.FineGrained, Organization: "octo-org", ID: 7, Name: "release-api", User: "mona", Source: Insights, Calls: []Call{
			{Method: "GET", Route: "/repos/{owner}/{repo}/contents/{path}", Known: true, Count: 1},
			{Method: "GET", Route: "/repos/{owner}/{repo}/hooks", Known: true, Count: 3, LastAt: noon},
			{Method: "GET", Route: "/repositories/*/*", Count: 1},
		}}},
	}
	want.Tokens[0].Calls[0].Method = "PUT"
	if !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

// TestFromInsightsInPart keeps what was read, and no time in which nothing else was called.
func TestFromInsightsInPart(t *testing.T) {
	b := NewBuilder(catalog.Default())
	if err := b.FromInsights("octo-org", &github.Insights{From: noon, To: evening, Actors: []github.InsightsActor{
		{Type: "fine_grained_pat", ID: 7, Routes: []github.InsightsRoute{{Method: "GET", Route: "/repositories/:repository_id/hooks", Count: 3}}},
	}}); err != nil {
		t.Fatal(err)
	}
	got, err := b.Log()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Tokens) != 1 || len(got.Gaps) != 1 || got.Gaps[0].What != "calls in octo-org" || !got.Coverage[0].Unbroken.Equal(evening) {
		t.Errorf("%+v", got)
	}
}
