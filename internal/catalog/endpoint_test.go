package catalog

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/pat"
)

func TestEndpoint(t *testing.T) {
	tests := []struct {
		name, method, path string
		want               Endpoint
	}{
		{"alternatives", "POST", "/repos/{owner}/{repo}/releases", Endpoint{
			Method: "POST", Path: "/repos/{owner}/{repo}/releases", FineGrained: FineGrainedYes,
			Sets:       []pat.Permissions{{"contents": pat.Write}, {"contents": pat.Write, "workflows": pat.Write}},
			Doc:        "https://docs.github.com/rest/releases/releases#create-a-release",
			Source:     "description",
			Conditions: []string{"commit!=changes-workflows", "commit=changes-workflows"},
		}},
		{"needed together, other parameter names", "PUT", "/repos/{a}/{b-c}/pages", Endpoint{
			Method: "PUT", Path: "/repos/{owner}/{repo}/pages", FineGrained: FineGrainedYes,
			Sets:   []pat.Permissions{{"pages": pat.Write, "administration": pat.Write}},
			Doc:    "https://docs.github.com/rest/pages/pages#update-information-about-a-github-pages-site",
			Source: "docs",
		}},
		{"no permission needed", "GET", "/rate_limit", Endpoint{
			Method: "GET", Path: "/rate_limit", FineGrained: FineGrainedYes, PublicRead: true, GitHubApp: true,
			Doc: "https://docs.github.com/rest/rate-limit/rate-limit", Source: "data",
		}},
		{"not callable", "GET", "/notifications", Endpoint{
			Method: "GET", Path: "/notifications", FineGrained: FineGrainedNo,
			Doc: "https://docs.github.com/rest/activity/notifications", Source: "data",
		}},
		{"needs nothing", "GET", "/user/teams", Endpoint{
			Method: "GET", Path: "/user/teams", FineGrained: FineGrainedYes, GitHubApp: true,
			Doc: "https://docs.github.com/rest/teams/teams", Source: "data",
		}},
		{"two parameters in a segment", "GET", "/repos/{o}/{r}/compare/{x}...{y}", Endpoint{
			Method: "GET", Path: "/repos/{owner}/{repo}/compare/{base}...{head}", FineGrained: FineGrainedYes, GitHubApp: true,
			Sets: []pat.Permissions{{"contents": pat.Read}},
			Doc:  "https://docs.github.com/rest/repos/commits", Source: "judgement", PublicRead: true,
		}},
		{"the upload of a release asset", "POST", "/repos/{owner}/{repo}/releases/{release_id}/assets", Endpoint{
			Method: "POST", Path: "/repos/{owner}/{repo}/releases/{release_id}/assets", FineGrained: FineGrainedYes, GitHubApp: true,
			Sets: []pat.Permissions{{"contents": pat.Write}},
			Doc:  "https://docs.github.com/rest/releases/assets", Source: "docs",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := Default().Endpoint(test.method, test.path)
			if !ok {
				t.Fatalf("there is no %s %s", test.method, test.path)
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestEndpointUnknown(t *testing.T) {
	for _, text := range []string{
		"DELETE /rate_limit", "GET /repos/octo-org/api/pulls", "GET /repos/{owner", "GET /repos/{}/{}/pulls2", "GET /user/",
	} {
		method, path, _ := strings.Cut(text, " ")
		if e, ok := Default().Endpoint(method, path); ok {
			t.Errorf("%s is %s, want none", text, e)
		}
	}
}

// What GitHub's data says, and what is embedded, must be one and the same: the
// number of rows, the order, and permissions that exist at these levels.
func TestEndpointsAreComplete(t *testing.T) {
	all := Default().Endpoints()
	if want := 942 + 278 + 371; len(all) != want {
		t.Errorf("%d endpoints, want the %d of the facts", len(all), want)
	}
	if !slices.IsSortedFunc(all, func(a, b Endpoint) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	}) {
		t.Error("Endpoints is not sorted")
	}
	for _, e := range all {
		if got, ok := Default().Endpoint(e.Method, e.Path); !ok || got.String() != e.String() {
			t.Errorf("%s is not found under its own name", e)
		}
		if e.Sets != nil && e.FineGrained != FineGrainedYes {
			t.Errorf("%s needs permissions, but is %q", e, e.FineGrained)
		}
		for _, set := range e.Sets {
			checkSet(t, e, set)
		}
	}
	all[0].Path = "changed"
	if Default().Endpoints()[0].Path == "changed" {
		t.Error("a change of the result changed the catalog")
	}
}

func checkSet(t *testing.T, e Endpoint, set pat.Permissions) {
	t.Helper()
	if len(set) == 0 {
		t.Errorf("%s has an empty set", e)
	}
	for name, level := range set {
		if p, ok := Default().Permission(name); !ok || !p.Status.Usable() || !p.HasLevel(level) {
			t.Errorf("%s needs %s:%s, which no template can have", e, name, level)
		}
	}
}

func TestEndpointsOf(t *testing.T) {
	names := func(permission string, level pat.Level) []string {
		var names []string
		for _, e := range Default().EndpointsOf(permission, level) {
			names = append(names, e.String())
		}
		return names
	}
	merge, list := "PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch", "GET /repos/{owner}/{repo}/pulls"
	read, write := names("pull_requests", pat.Read), names("pull_requests", pat.Write)
	if !slices.Contains(read, list) || slices.Contains(read, merge) {
		t.Errorf("pull_requests:read reaches %q", read)
	}
	if !slices.Contains(write, list) || !slices.Contains(write, merge) {
		t.Errorf("pull_requests:write lacks what read reaches, or %s: %q", merge, write)
	}
	if got := names("workflows", pat.Write); !slices.Contains(got, "POST /repos/{owner}/{repo}/releases") {
		t.Errorf("workflows:write reaches %q, want also what needs it in one alternative", got)
	}
	for _, p := range Default().Permissions() {
		for _, level := range []pat.Level{pat.NoAccess, pat.Read, pat.Write, pat.Admin, "x"} {
			if got, want := Default().Opens(p.Name, level), len(Default().EndpointsOf(p.Name, level)); got != want {
				t.Errorf("%s:%s opens %d endpoints, want %d", p.Name, level, got, want)
			}
		}
	}
	for _, none := range [][]string{names("pull_requests", pat.NoAccess), names("variables", pat.Write), names("nonsense", pat.Admin), names("pull_requests", "x")} {
		if none != nil {
			t.Errorf("reaches %q, want nothing", none)
		}
	}
}

func TestArea(t *testing.T) {
	for text, want := range map[string]string{
		"PUT /repos/{owner}/{repo}/contents/{path}": "repos/contents",
		"POST /gists":     "gists",
		"GET /rate_limit": "rate-limit",
	} {
		method, path, _ := strings.Cut(text, " ")
		e, _ := Default().Endpoint(method, path)
		if got := e.Area(); got != want {
			t.Errorf("area of %s: %q, want %q", text, got, want)
		}
	}
}

func TestParseTableErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"#\nnonsense", "line 2"},
		{"/user\n GET yes 0 - data - - - proven - -", `no page "0"`},
		{"page users/users\n/user\n GET 0 0 - data - - - proven - -", `no set "0"`},
		{"page users/users\n/user\n GET yes 0 - data - - - proven - 3", `no note "3"`},
		{"page users/users\n/user\n GET -1 0 - data - - - proven - -", `no set "-1"`},
		{"page users/users\n/user\n GET yes 0 - data", "5 fields"},
	}
	for _, test := range tests {
		if _, err := parseTable(test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("parseTable(%q): error %v, want one with %q", test.text, err, test.want)
		}
	}
	crlf, err := parseTable(strings.ReplaceAll(recordedEndpoints, "\n", "\r\n"))
	if err != nil || !gocmp.Equal(crlf.endpoints, endpointTable().endpoints) {
		t.Errorf("line ends of another system change the endpoints (%v)", err)
	}
}
