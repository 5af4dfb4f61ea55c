package api_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// The paths of more calls in GitHub's description.
const (
	listAuthorizations = "/orgs/{org}/credential-authorizations"
	subjectStats       = "/orgs/{org}/insights/api/subject-stats"
	userStats          = "/orgs/{org}/insights/api/user-stats/{user_id}"
	routeStats         = "/orgs/{org}/insights/api/route-stats/{actor_type}/{actor_id}"
	showOrganization   = "/orgs/{org}"
)

// allRights are what an App needs to read everything.
var allRights = map[string]string{
	githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read",
	githubtest.AdministrationPermission: "read", githubtest.InsightsPermission: "read",
}

func more(o *api.Options) { o.Classic, o.Use = true, true }

// watched has classic tokens, and tokens whose calls API Insights counts.
func watched() githubtest.World {
	at := githubtest.DefaultNow.Add(-48 * time.Hour)
	late := githubtest.DefaultNow.Add(-5 * time.Hour) // GitHub may not have counted all calls yet
	o := organization("octo-org", 2)
	o.Tokens[0].TokenID = 500
	o.PublicRepositories = 4
	o.Authorizations = []githubtest.Authorization{
		{Login: "mona", CredentialID: 12, Scopes: []string{"repo", "read:org"}, ID: 70, Note: "nightly", AccessedAt: &at},
		{Login: "mona", CredentialID: 13, Type: "SSH key"},
		{Login: "mona", CredentialID: 14, ID: 500}, // a fine-grained token
		{Login: "hubot", CredentialID: 11, ID: 900},
	}
	o.Insights = []githubtest.InsightsSubject{
		{Name: "mona", ID: 7, Actors: []githubtest.InsightsActor{
			{ID: 70, Name: "nightly", Routes: []githubtest.InsightsRoute{
				{Route: "/user", LastAt: &at}, {Method: "post", Route: "/repositories/:repository_id/hooks", Count: 5, LastAt: &at}, {Route: "/late", LastAt: &late},
			}},
			{ID: 500, Type: "fine_grained_pat", Name: "token-1", Routes: []githubtest.InsightsRoute{{Route: "/user", Count: 8, LastAt: &at}}},
			{ID: 5, Type: "oauth_app", Routes: []githubtest.InsightsRoute{{Route: "/user", LastAt: &at}}},
		}},
		{Name: "hubot", ID: 6, Actors: []githubtest.InsightsActor{{ID: 900, Routes: []githubtest.InsightsRoute{{Route: "/user/repos", LastAt: &at}}}}},
		{Type: "installation", Name: "GitHub Actions", ID: 8, Actors: []githubtest.InsightsActor{{ID: 8, Type: "installation", Routes: []githubtest.InsightsRoute{{Route: "/app", LastAt: &at}}}}},
	}
	return githubtest.World{App: &githubtest.App{Permissions: allRights}, Organizations: []githubtest.Organization{o}}
}

// TestMoreIsRead: the classic tokens and what tokens did, for 30 days that GitHub has counted.
func TestMoreIsRead(t *testing.T) {
	r := newRig(t, watched(), setup{options: more})
	o := r.read(t, "octo-org", nil)
	wantComplete(t, o, 2)
	at := githubtest.DefaultNow.Add(-48 * time.Hour)
	authorized := githubtest.DefaultNow.Add(-30 * 24 * time.Hour)
	credentials := []pat.ClassicToken{
		{CredentialID: 11, ID: 900, Owner: "hubot", Scopes: []string{}, AuthorizedAt: &authorized},
		{CredentialID: 12, ID: 70, Owner: "mona", Note: "nightly", Scopes: []string{"read:org", "repo"}, AuthorizedAt: &authorized, LastUsedAt: &at},
	}
	if diff := cmp.Diff(credentials, o.Credentials); diff != "" {
		t.Errorf("classic tokens (-want +got):\n%s", diff)
	}
	insights := &github.Insights{
		From: time.Date(2026, 10, 23, 6, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC), Complete: true,
		Actors: []github.InsightsActor{
			{Type: "classic_pat", ID: 70, Name: "nightly", User: "mona", Routes: []github.InsightsRoute{
				{Method: "POST", Route: "/repositories/:repository_id/hooks", Count: 5, LastAt: &at}, {Method: "GET", Route: "/user", Count: 1, LastAt: &at},
			}},
			{Type: "classic_pat", ID: 900, User: "hubot", Routes: []github.InsightsRoute{{Method: "GET", Route: "/user/repos", Count: 1, LastAt: &at}}},
			{Type: "fine_grained_pat", ID: 500, Name: "token-1", User: "mona", Routes: []github.InsightsRoute{{Method: "GET", Route: "/user", Count: 8, LastAt: &at}}},
		},
	}
	if diff := cmp.Diff(insights, o.Insights); diff != "" {
		t.Errorf("insights (-want +got):\n%s", diff)
	}
	if o.PublicRepositories == nil || *o.PublicRepositories != 4 {
		t.Errorf("%v repositories are public", o.PublicRepositories)
	}
	// One list of subjects, one of tokens for each user, one of routes for each token.
	for path, want := range map[string]int{listAuthorizations: 1, subjectStats: 1, userStats: 2, routeStats: 3, showOrganization: 1} {
		if got := r.server.Count()["GET "+path]; got != want {
			t.Errorf("%d calls of %s, want %d", got, path, want)
		}
	}
}

// TestNothingMoreIsReadUnasked: without the options there is no call for more.
func TestNothingMoreIsReadUnasked(t *testing.T) {
	for name, test := range map[string]struct {
		options func(*api.Options)
		calls   int // beside those for requests and tokens
	}{
		"nothing": {nil, 0},
		"classic": {func(o *api.Options) { o.Classic = true }, 1},
		"use":     {func(o *api.Options) { o.Use = true }, 7},
	} {
		r := newRig(t, watched(), setup{options: test.options})
		o := r.read(t, "octo-org", nil)
		if got := len(r.server.Calls()) - 4; got != test.calls {
			t.Errorf("%s: %d calls, want %d", name, got, test.calls)
		}
		if (o.Credentials != nil) != (name == "classic") || (o.Insights != nil) != (name == "use") || (o.PublicRepositories != nil) != (name == "use") {
			t.Errorf("%s: read %+v", name, o)
		}
	}
}

// TestManyPagesOfMore reads all pages of every list.
func TestManyPagesOfMore(t *testing.T) {
	w := watched()
	o := &w.Organizations[0]
	at := githubtest.DefaultNow.Add(-48 * time.Hour)
	o.Authorizations, o.Insights = nil, nil
	for i := range int64(250) {
		o.Authorizations = append(o.Authorizations, githubtest.Authorization{CredentialID: i + 1, Scopes: []string{"repo"}})
	}
	for i := range int64(105) {
		s := githubtest.InsightsSubject{Name: fmt.Sprintf("user-%d", i), ID: i + 1, Actors: []githubtest.InsightsActor{{ID: 1000 + i, Routes: []githubtest.InsightsRoute{{Route: "/user", LastAt: &at}}}}}
		if i == 0 {
			for k := range int64(120) {
				s.Actors = append(s.Actors, githubtest.InsightsActor{ID: 2000 + k, Routes: []githubtest.InsightsRoute{{Route: "/user", LastAt: &at}}})
			}
			for k := range 130 {
				s.Actors[0].Routes = append(s.Actors[0].Routes, githubtest.InsightsRoute{Route: fmt.Sprintf("/route/%d", k), LastAt: &at})
			}
		}
		o.Insights = append(o.Insights, s)
	}
	r := newRig(t, w, setup{options: more})
	got := r.read(t, "octo-org", nil)
	wantComplete(t, got, 2)
	if len(got.Credentials) != 250 || len(got.Insights.Actors) != 225 || len(got.Insights.Actors[0].Routes) != 131 {
		t.Errorf("read %d classic tokens, %d tokens of API Insights, %d routes of the first", len(got.Credentials), len(got.Insights.Actors), len(got.Insights.Actors[0].Routes))
	}
}

// TestRefusalsOfMore: a permission that is missing is named, with what else is needed, and the
// rest is read.
func TestRefusalsOfMore(t *testing.T) {
	without := func(permission string) map[string]string {
		out := map[string]string{}
		for name, level := range allRights {
			if name != permission {
				out[name] = level
			}
		}
		return out
	}
	const needsClassic = `To read classic tokens, the App needs the organization permission "Administration: read" in octo-org. The organization needs to be on GitHub Enterprise Cloud, and to use SAML single sign-on there.`
	const needsInsights = `To read API Insights, the App needs the organization permission "API Insights: read" in octo-org. The organization needs to be on GitHub Enterprise Cloud.`
	for name, test := range map[string]struct {
		permissions map[string]string
		fault       githubtest.Fault
		what        string
		why         []string
		check       string // that fails
	}{
		"no administration":  {permissions: without(githubtest.AdministrationPermission), what: "classic tokens", why: []string{"GitHub answered 403: Resource not accessible by integration.", needsClassic}, check: "classic"},
		"no insights":        {permissions: without(githubtest.InsightsPermission), what: "API Insights", why: []string{"GitHub answered 403: Resource not accessible by integration.", needsInsights}, check: "use"},
		"no single sign-on":  {fault: githubtest.Fault{Path: listAuthorizations, Do: githubtest.FaultStatus, Status: 404}, what: "classic tokens", why: []string{"GitHub answered 404. " + needsClassic}, check: "classic"},
		"no Enterprise":      {fault: githubtest.Fault{Path: subjectStats, Do: githubtest.FaultStatus, Status: 404}, what: "API Insights", why: []string{"GitHub answered 404. " + needsInsights}, check: "use"},
		"organization":       {fault: githubtest.Fault{Path: showOrganization, Do: githubtest.FaultStatus, Status: 403}, what: "number of public repositories", why: []string{"GitHub answered 403: Forbidden."}},
		"no number":          {fault: githubtest.Fault{Path: showOrganization, Do: githubtest.FaultStatus, Status: 200, Body: `{"login": "octo-org"}`}, what: "number of public repositories", why: []string{"does not contain their number"}},
		"one user":           {fault: githubtest.Fault{Path: "/orgs/octo-org/insights/api/user-stats/7", Do: githubtest.FaultStatus, Status: 404}, what: "API Insights of user 7", why: []string{"GitHub answered 404."}},
		"all users":          {fault: githubtest.Fault{Path: userStats, Do: githubtest.FaultStatus, Status: 403}, what: "API Insights of users 6, 7", why: []string{"GitHub answered 403"}},
		"one classic token":  {fault: githubtest.Fault{Path: "/orgs/octo-org/insights/api/route-stats/classic_pat/70", Do: githubtest.FaultStatus, Status: 404}, what: "API Insights of classic token 70", why: []string{"GitHub answered 404."}},
		"all classic tokens": {fault: githubtest.Fault{Path: routeStats, Do: githubtest.FaultStatus, Status: 403}, what: "API Insights of classic tokens 70, 900", why: []string{"GitHub answered 403"}},
		"fine-grained token": {fault: githubtest.Fault{Path: "/orgs/octo-org/insights/api/route-stats/fine_grained_pat/500", Do: githubtest.FaultHTML}, what: "API Insights of fine-grained token 500", why: []string{"proxy"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := watched()
			if test.permissions != nil {
				w.App.Permissions = test.permissions
			}
			if test.fault.Do != "" {
				w.Faults = []githubtest.Fault{test.fault}
			}
			r := newRig(t, w, setup{options: more})
			o := r.read(t, "octo-org", nil)
			wantGap(t, o, test.what, test.why...)
			wantTokens(t, o, 2)
			whole := !strings.Contains(test.what, "API Insights")
			if o.Insights == nil != (test.what == "API Insights") || o.Insights != nil && o.Insights.Complete != whole {
				t.Errorf("API Insights are %+v", o.Insights)
			}
			if (o.Credentials == nil) != (test.what == "classic tokens") || (o.PublicRepositories == nil) != strings.Contains(test.what, "public") {
				t.Errorf("read %+v and %v", o.Credentials, o.PublicRepositories)
			}
			if problem := firstProblem(r.newClient(t, setup{options: more}).Diagnose(t.Context(), []string{"octo-org"})); problem.Name != test.check {
				t.Errorf("the diagnosis is %+v, want a problem of %q", problem, test.check)
			}
		})
	}
}

// TestMalformedMore names the elements that cannot be read, and reads the others.
func TestMalformedMore(t *testing.T) {
	absent := func(fields ...string) githubtest.Broken { return githubtest.Broken{Absent: fields} }
	set := func(name string, value any) githubtest.Broken {
		return githubtest.Broken{Set: map[string]any{name: value}}
	}
	for name, test := range map[string]struct {
		change    func(*githubtest.Organization)
		what, why string
	}{
		"credential without a type": {func(o *githubtest.Organization) { o.Authorizations[1].Broken = absent("credential_type") }, "element 2 of the classic tokens", "it does not have a credential_type"},
		"credential with scopes":    {func(o *githubtest.Organization) { o.Authorizations[0].Broken = set("scopes", "repo") }, "element 1 of the classic tokens", "the field scopes is a string where a list is due"},
		"credential that is no one": {func(o *githubtest.Organization) { o.Authorizations[0].Broken = githubtest.Broken{Raw: []byte("null")} }, "element 1 of the classic tokens", "credential_type"},
		"subject without an ID":     {func(o *githubtest.Organization) { o.Insights[1].Broken = absent("subject_id") }, "element 2 of the API Insights", "It does not have a subject_id."},
		"subject with a text as ID": {func(o *githubtest.Organization) { o.Insights[1].Broken = set("subject_id", "6") }, "element 2 of the API Insights", "is a string where a number is due"},
		"actor without a type":      {func(o *githubtest.Organization) { o.Insights[1].Actors[0].Broken = absent("actor_type") }, "API Insights of user 6", "cannot read element 1 of the list: it does not have an actor_type"},
		"actor without an ID":       {func(o *githubtest.Organization) { o.Insights[1].Actors[0].Broken = absent("actor_id") }, "API Insights of user 6", "it does not have an actor_id"},
		"route without a method":    {func(o *githubtest.Organization) { o.Insights[1].Actors[0].Routes[0].Broken = absent("http_method") }, "API Insights of classic token 900", "cannot read element 1 of the list: it does not have an http_method"},
		"route without a path":      {func(o *githubtest.Organization) { o.Insights[1].Actors[0].Routes[0].Broken = absent("api_route") }, "API Insights of classic token 900", "it does not have an api_route"},
		"route without a count": {func(o *githubtest.Organization) {
			o.Insights[1].Actors[0].Routes[0].Broken = absent("total_request_count")
		}, "API Insights of classic token 900", "it does not have a total_request_count"},
		"route at a time that isn't": {func(o *githubtest.Organization) {
			o.Insights[1].Actors[0].Routes[0].Broken = set("last_request_timestamp", "soon")
		}, "API Insights of classic token 900", "is not written like"},
		"two users with one token": {func(o *githubtest.Organization) { o.Insights[1].Actors[0].ID = 70 }, "API Insights of classic token 70", "more than one user"},
	} {
		t.Run(name, func(t *testing.T) {
			w := watched()
			test.change(&w.Organizations[0])
			o := newRig(t, w, setup{options: more}).read(t, "octo-org", nil)
			wantGap(t, o, test.what, test.why)
			if len(o.Incomplete) != 1 {
				t.Errorf("gaps %+v", o.Incomplete)
			}
			if insights := strings.Contains(test.what, "API Insights"); len(o.Credentials) == 0 || len(o.Insights.Actors) < 2 || o.Insights.Complete == insights {
				t.Errorf("read %+v and %+v", o.Credentials, o.Insights)
			}
		})
	}
}

// TestSparseInsights: what GitHub leaves out and nothing depends on is no gap.
func TestSparseInsights(t *testing.T) {
	w := watched()
	subject := &w.Organizations[0].Insights[1]
	subject.Broken = githubtest.Broken{Absent: []string{"subject_type", "subject_name", "total_request_count"}}
	subject.Actors[0].Broken = githubtest.Broken{Absent: []string{"actor_name", "total_request_count", "last_request_timestamp"}}
	subject.Actors[0].Routes[0].Broken = githubtest.Broken{Absent: []string{"last_request_timestamp", "rate_limited_request_count"}}
	o := newRig(t, w, setup{options: more}).read(t, "octo-org", nil)
	wantComplete(t, o, 2)
	want := github.InsightsActor{Type: "classic_pat", ID: 900, Routes: []github.InsightsRoute{{Method: "GET", Route: "/user/repos", Count: 1}}}
	if diff := cmp.Diff(want, o.Insights.Actors[1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestMoreFromTheCache: a second run asks whether anything has changed, and gets the same.
func TestMoreFromTheCache(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	cached := setup{options: func(o *api.Options) { more(o); o.CacheDir = dir }}
	r := newRig(t, watched(), cached)
	first := r.read(t, "octo-org", nil)
	r.server.Forget()
	if err := r.clock.Sleep(t.Context(), 20*time.Minute); err != nil {
		t.Fatal(err)
	}
	r.client = r.newClient(t, cached)
	second := r.read(t, "octo-org", nil)
	second.ReadAt = first.ReadAt
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
	if got := r.server.CountStatus(304); got != 11 {
		t.Errorf("%d answers were unchanged, want 11", got)
	}
	// An hour later the range is another, and its answers take the place of the earlier ones.
	kept := len(cacheFiles(t, dir))
	r.server.Forget()
	if err := r.clock.Sleep(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
	r.client = r.newClient(t, cached)
	third := r.read(t, "octo-org", nil)
	if got := r.server.CountStatus(304); got != 5 || !third.Insights.To.Equal(first.Insights.To.Add(time.Hour)) {
		t.Errorf("%d answers were unchanged an hour later, want 5; API Insights end at %s", got, third.Insights.To)
	}
	if got := len(cacheFiles(t, dir)); got != kept {
		t.Errorf("the cache has %d files, and had %d", got, kept)
	}
}

// TestPassingFaultsOfMore: what goes wrong once is tried again.
func TestPassingFaultsOfMore(t *testing.T) {
	for _, path := range []string{listAuthorizations, subjectStats, userStats, routeStats, showOrganization} {
		for _, fault := range []githubtest.Fault{
			{Do: githubtest.FaultStatus, Status: 502}, {Do: githubtest.FaultReset}, {Do: githubtest.FaultCut},
			{Do: githubtest.FaultSecondaryLimit, Seconds: 30}, {Do: githubtest.FaultExpireToken},
		} {
			w := watched()
			fault.Path, fault.Times = path, 1
			w.Faults = []githubtest.Fault{fault}
			o := newRig(t, w, setup{options: more}).read(t, "octo-org", nil)
			if !o.Complete() || len(o.Credentials) != 2 || o.Insights == nil || !o.Insights.Complete || len(o.Insights.Actors) != 3 || o.PublicRepositories == nil {
				t.Errorf("%s after %s: %+v", path, fault.Do, o)
			}
		}
	}
}
