package githubtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/github/githubtest/invented"
)

const worldJSON = `{
  "now": "2026-06-01T00:00:00Z",
  "rate_limit": 100,
  "credentials": [{"token": "ghs_reader", "kind": "installation", "organization": "octo-org"}],
  "organizations": [{
    "login": "octo-org",
    "tokens": [
      {"owner": "mona", "token_name": "release-api", "repositories": ["api"],
       "permissions": {"repository": {"metadata": "read", "contents": "write"}},
       "token_expires_at": "2026-05-01T00:00:00Z"},
      {"owner": {"login": "hubot"}, "permissions": {"organization": {"members": "read"}}, "absent": ["token_id"]}
    ]
  }]
}`

func TestWorldFromJSON(t *testing.T) {
	w, err := githubtest.ParseWorld([]byte(worldJSON))
	if err != nil {
		t.Fatal(err)
	}
	body := get(t, checked.New(t, w), tokensPath).body
	for _, want := range []string{
		`"id":25381,"owner":{"login":"mona",`, `"repository_selection":"subset"`, `"access_granted_at":"2026-05-31T00:00:00Z"`,
		`"token_name":"release-api","token_expired":true`, `"login":"hubot"`, `"repository_selection":"none"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the list lacks %s: %s", want, body)
		}
	}
	if strings.Count(body, `"token_id":`) != 1 {
		t.Errorf("the second element has a token_id: %s", body)
	}
}

func TestWorldsThatCannotBe(t *testing.T) {
	for world, want := range map[string]string{
		`{"organisations": []}`: `unknown field "organisations"`,
		`{"organizations": [{"login": "octo-org", "tokens": [{"name": "x"}]}]}`:          `unknown field "name"`,
		`{"organizations": [{"login": "octo-org"}, {"login": "Octo-Org"}]}`:              `organization 2 has no login, or that of another: "Octo-Org"`,
		`{"organizations": [{"login": "octo-org", "tokens": [{"id": 1}, {"id": 1}]}]}`:   "organization octo-org: two tokens have the id 1",
		`{"organizations": [], "credentials": [{"token": "x", "kind": "magic"}]}`:        `credential 1 has the kind "magic"`,
		`{"organizations": [], "credentials": [{"token": "x", "kind": "installation"}]}`: "credential 1 is of an organization that does not exist",
		`{"organizations": [], "faults": [{"do": "explode"}]}`:                           `fault 1: it does "explode"`,
		`{"organizations": [], "faults": [{"do": "cut", "path": "/orgs/{org}/tokens"}]}`: "fault 1: the path /orgs/{org}/tokens is in no call",
		`{"organizations": [], "faults": [{"do": "redirect"}]}`:                          "fault 1: it redirects to nowhere",
		`{"organizations": [], "faults": [{"do": "status"}]}`:                            "fault 1: it has no status",
		`[]`: "read world: ",
	} {
		if _, err := githubtest.ParseWorld([]byte(world)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", world, err, want)
		}
	}
}

func TestRandomWorldIsReproducibleAndTrueToGitHub(t *testing.T) {
	a, b := invented.World(7, 200, 30), invented.World(7, 200, 30)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("the same seed gives another World: %s", diff)
	}
	if cmp.Equal(a, invented.World(8, 200, 30)) {
		t.Error("another seed gives the same World")
	}
	selections := map[string]int{}
	for _, g := range a.Organizations[0].Tokens {
		selections[g.RepositorySelection]++
	}
	if len(selections) != 3 || len(a.Organizations[1].Tokens) != 30 || len(a.Organizations[0].Requests) != 20 {
		t.Errorf("the World is not of the size or variety that was asked for: %v", selections)
	}
	a.Credentials = octoOrg(githubtest.Organization{}).Credentials
	s := checked.New(t, a)
	for page := range 2 {
		path := tokensPath + "?per_page=100&page=" + string(rune('1'+page))
		if got := len(get(t, s, path).ids(t)); got != 100 {
			t.Errorf("page %d has %d elements", page+1, got)
		}
	}
}

// A World written as JSON, as a demonstration does, is served the same.
func TestWorldSurvivesJSON(t *testing.T) {
	world := invented.World(3, 12)
	world.Credentials = octoOrg(githubtest.Organization{}).Credentials
	raw, err := json.Marshal(world)
	if err != nil {
		t.Fatal(err)
	}
	again, err := githubtest.ParseWorld(raw)
	if err != nil {
		t.Fatal(err)
	}
	a, b := checked.New(t, world), checked.New(t, again)
	strip := func(s *githubtest.Server) string { return strings.ReplaceAll(get(t, s, tokensPath).body, s.URL, "") }
	if diff := cmp.Diff(strip(a), strip(b)); diff != "" {
		t.Error(diff)
	}
}

func TestScriptCommand(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"github": checked.ScriptCommand(t),
			"get": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(scriptGet(ts, args[0], args[1]))
			},
		},
	})
}

func BenchmarkPageOf100(b *testing.B) {
	world := invented.World(1, 5000)
	world.RateLimit = 1 << 30
	world.Credentials = octoOrg(githubtest.Organization{}).Credentials
	s := checked.New(b, world)
	for b.Loop() {
		if err := benchGet(b, s, tokensPath+"?per_page=100&page=7"); err != nil {
			b.Fatal(err)
		}
	}
}

func benchGet(b *testing.B, s *githubtest.Server, path string) error {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+reader)
	return do(req).err
}

func scriptGet(ts *testscript.TestScript, path, token string) error {
	req, err := http.NewRequest(http.MethodGet, ts.Getenv("GITHUB_API_URL")+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	r := do(req)
	if r.err != nil {
		return r.err
	}
	_, err = io.WriteString(ts.Stdout(), r.body)
	return err
}
