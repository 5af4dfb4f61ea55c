package catalog

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCall(t *testing.T) {
	tests := []struct {
		text string
		want Call
	}{
		{"GET /repos/{owner}/{repo}/pulls", Call{Method: "GET", Path: "/repos/{owner}/{repo}/pulls"}},
		{"get /user", Call{Method: "GET", Path: "/user"}},
		{"HEAD /user", Call{Method: "GET", Path: "/user"}},
		{"  Delete \t /gists/{gist_id}/// \n", Call{Method: "DELETE", Path: "/gists/{gist_id}"}},
		{"GET /", Call{Method: "GET", Path: "/"}},
		{"GET //", Call{Method: "GET", Path: "/"}},
		{"GET user", Call{Method: "GET", Path: "/user"}},
		{"/user", Call{Path: "/user"}},
		{"GET /user HTTP/1.1", Call{Method: "GET", Path: "/user"}},
		{"GET https://api.github.com/repos/octo-org/api/pulls?state=open#top", Call{Method: "GET", Path: "/repos/octo-org/api/pulls"}},
		{"GET https://api.github.com", Call{Method: "GET", Path: "/"}},
		{"GET HTTPS://mona:x@API.github.com:443/user/", Call{Method: "GET", Path: "/user"}},
		{"GET api.github.com/user", Call{Method: "GET", Path: "/user"}},
		{"GET $GITHUB_API_URL/user", Call{Method: "GET", Path: "/user"}},
		{"GET https://api.octocorp.ghe.com/user", Call{Method: "GET", Path: "/user"}},
		{"GET https://octocorp.ghe.com/api/v3/user", Call{Method: "GET", Path: "/user"}},
		{"GET https://HOSTNAME/api/v3/user", Call{Method: "GET", Path: "/user"}},
		{"GET https://github.example.com/api/v3", Call{Method: "GET", Path: "/"}},
		{"GET /api/v3/user", Call{Method: "GET", Path: "/user"}},
		{"GET /api/v3x", Call{Method: "GET", Path: "/api/v3x"}},
		{"POST https://uploads.github.com/repos/o/r/releases/1/assets?name=a.zip", Call{Method: "POST", Path: "/repos/o/r/releases/1/assets"}},
		{"POST https://github.example.com/api/uploads/repos/o/r/releases/1/assets", Call{Method: "POST", Path: "/repos/o/r/releases/1/assets"}},
		{"GET /repos/${{ github.repository }}/pulls/${{github.event.number}}", Call{Method: "GET", Path: "/repos/{owner}/{repo}/pulls/{expression}"}},
		{"GET ${{ github.api_url }}/user", Call{Method: "GET", Path: "/user"}},
		{"repos/create-release", Call{Path: "/repos/create-release", Page: "repos", Anchor: "create-release"}},
		{"releases/releases#create-a-release", Call{Page: "releases/releases", Anchor: "create-a-release"}},
		{"create-a-release", Call{Anchor: "create-a-release"}},
		{"https://docs.github.com/en/rest/releases/releases?apiVersion=2022-11-28#create-a-release", Call{Page: "releases/releases", Anchor: "create-a-release"}},
		{"https://docs.github.com/rest/rate-limit/rate-limit", Call{Page: "rate-limit/rate-limit"}},
	}
	for _, test := range tests {
		got, err := ParseCall(test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
		} else if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q -want +got:\n%s", test.text, diff)
		}
	}
}

func TestParseCallErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", `not an empty text`},
		{" \t", `not an empty text`},
		{"GET", `"GET" has no path`},
		{"FETCH /user", `"FETCH" is no method of the REST API: use one of DELETE, GET, PATCH, POST, PUT`},
		{"OPTIONS /user", `"OPTIONS" is no method`},
		{"GET /user /emails", `is more than a method and a path`},
		{"G\x1b[31mET /user", `"G\x1b[31mET" is no method`},
	}
	for _, test := range tests {
		_, err := ParseCall(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseCall(%q): error %v, want one with %q", test.text, err, test.want)
		}
	}
	for text, host := range map[string]string{
		"GET https://github.com/octo-org/api":          "github.com",
		"GET https://api.github.com.evil.example/user": "api.github.com.evil.example",
		"GET https://api.github.com@evil.example/user": "evil.example",
		"https://docs.github.com/en/actions":           "docs.github.com",
		"GET https://$HOST/user":                       "$host",
		"GET https://[::1]/user":                       "[",
	} {
		_, err := ParseCall(text)
		var other *OtherHostError
		if !errors.As(err, &other) || other.Host != host {
			t.Errorf("ParseCall(%q): %v, want another host %q", text, err, host)
		}
	}
}

// findTests give the endpoints that a text names, with commas between them.
var findTests = []struct{ text, want string }{
	// Parameters under other names, and values.
	{"GET /repos/{org}/{name}/pulls", "GET /repos/{owner}/{repo}/pulls"},
	{"GET /repos/:owner/:repo/pulls", "GET /repos/{owner}/{repo}/pulls"},
	{"GET https://api.github.com/repos/octo-org/api/pulls?state=open", "GET /repos/{owner}/{repo}/pulls"},
	{"head /repos/octo-org/api", "GET /repos/{owner}/{repo}"},
	// Literal words win.
	{"GET /repos/o/r/issues/comments", "GET /repos/{owner}/{repo}/issues/comments"},
	{"GET /repos/o/r/issues/7", "GET /repos/{owner}/{repo}/issues/{issue_number}"},
	{"GET /repos/o/r/releases/latest", "GET /repos/{owner}/{repo}/releases/latest"},
	{"PATCH /repos/o/r/issues/comments", ""},
	{"GET /gists/public", "GET /gists/public"},
	{"GET /gists/starred", "GET /gists/starred"},
	// Values with slashes.
	{"GET /repos/o/r/contents/docs/a/b.md", "GET /repos/{owner}/{repo}/contents/{path}"},
	{"GET /repos/o/r/contents", "GET /repos/{owner}/{repo}/contents/{path}"},
	{"GET /repos/o/r/contents/", "GET /repos/{owner}/{repo}/contents/{path}"},
	{"/repos/o/r/contents", "GET /repos/{owner}/{repo}/contents/{path}"},
	{"PUT /repos/o/r/contents", ""},
	{"GET /repos/o/r/tarball/", "GET /repos/{owner}/{repo}/tarball/{ref}"},
	// Numbers, as in the addresses of next pages.
	{"GET https://api.github.com/repositories/1300192/issues?page=2", "GET /repos/{owner}/{repo}/issues"},
	{"GET /repositories/1300192", "GET /repos/{owner}/{repo}"},
	{"GET /repositories/1300192/contents", "GET /repos/{owner}/{repo}/contents/{path}"},
	{"GET /organizations/9919/members", "GET /orgs/{org}/members"},
	{"GET /organizations/{org}/actions/cache/storage-limit", "GET /organizations/{org}/actions/cache/storage-limit"},
	{"GET /repositories", "GET /repositories"},
	{"GET /repositories/api/issues", ""},
	// Addresses with what may follow, as the API gives them.
	{"GET https://api.github.com/repos/octo-org/api/issues{/number}", "GET /repos/{owner}/{repo}/issues/{issue_number}"},
	{"GET https://api.github.com/user/repos{?type,page,per_page}", "GET /user/repos"},
	{"GET /repos/o/r/readme/docs/x", "GET /repos/{owner}/{repo}/readme/{dir}"},
	{"GET /repos/o/r/compare/main...feature/x/y", "GET /repos/{owner}/{repo}/compare/{basehead}"},
	{"GET /repos/{owner}/{repo}/compare/{base}...{head}", "GET /repos/{owner}/{repo}/compare/{base}...{head}"},
	{"GET /repos/o/r/git/ref/heads/main", "GET /repos/{owner}/{repo}/git/ref/{ref}"},
	{"GET /repos/o/r/commits/feature/x", "GET /repos/{owner}/{repo}/commits/{ref}"},
	{"GET /repos/o/r/commits/feature/x/status", "GET /repos/{owner}/{repo}/commits/{ref}/status"},
	{"GET /repos/o/r/commits/feature%2Fx/status", "GET /repos/{owner}/{repo}/commits/{ref}/status"},
	{"PUT /repos/o/r/branches/feature/x/protection", "PUT /repos/{owner}/{repo}/branches/{branch}/protection"},
	{"GET /repos/o/r/releases/tags/v1/rc", "GET /repos/{owner}/{repo}/releases/tags/{tag}"},
	{"GET /repos/o/r/tarball/a/b", "GET /repos/{owner}/{repo}/tarball/{ref}"},
	{"GET /repos/o/r/labels/a/b", ""},
	{"DELETE /repos/o/r/labels/good%20first%2Fissue", "DELETE /repos/{owner}/{repo}/labels/{name}"},
	{"GET /repos/o/r/pulls/%zz", "GET /repos/{owner}/{repo}/pulls/{pull_number}"},
	{"GET /repos//r/pulls", ""},
	// Parameters that would take everything take their values only.
	{"POST /orgs/octo-org/hoks/7", ""},
	{"POST /orgs/octo-org/dependency_graph/enable_all", "POST /orgs/{org}/{security_product}/{enablement}"},
	{"POST /orgs/{org}/{x}/{y}", "POST /orgs/{org}/{security_product}/{enablement}"},
	// Uploads.
	{"POST https://uploads.github.com/repos/o/r/releases/1/assets", "POST /repos/{owner}/{repo}/releases/{release_id}/assets"},
	// GraphQL.
	{"POST https://github.example.com/api/graphql", "POST /graphql"},
	{"POST https://api.github.com/graphql", "POST /graphql"},
	{"GET /graphql", ""},
	// All methods.
	{"/gists/{id}", "DELETE /gists/{gist_id}, GET /gists/{gist_id}, PATCH /gists/{gist_id}"},
	{"gists/octocat", "DELETE /gists/{gist_id}, GET /gists/{gist_id}, PATCH /gists/{gist_id}"},
	// The documentation.
	{"https://docs.github.com/en/rest/releases/releases#create-a-release", "POST /repos/{owner}/{repo}/releases"},
	{"repos/create-release", "POST /repos/{owner}/{repo}/releases"},
	{"releases/create-a-release", "POST /repos/{owner}/{repo}/releases"},
	{"create-a-release", "POST /repos/{owner}/{repo}/releases"},
	{"https://docs.github.com/rest/rate-limit/rate-limit", "GET /rate_limit"},
	{"dependabot/secrets#get-a-repository-secret", "GET /repos/{owner}/{repo}/dependabot/secrets/{secret_name}"},
	{"users/create-release", "GET /users/{username}"}, // perhaps a login
	{"GET /", "GET /"},
	{"GET /xyzzy", ""},
	{"user", ""},
}

func TestFind(t *testing.T) {
	for _, test := range findTests {
		call, err := ParseCall(test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		var found []string
		for _, e := range Default().Find(call) {
			found = append(found, e.String())
		}
		if got := strings.Join(found, ", "); got != test.want {
			t.Errorf("%q is %q, want %q", test.text, got, test.want)
		}
	}
}

// Every endpoint is found under its template with other names, with values in
// the place of its parameters, and at its place in the documentation.
func TestFindEveryEndpoint(t *testing.T) {
	values := strings.NewReplacer("{security_product}", "dependency_graph", "{enablement}", "enable_all")
	for _, e := range Default().Endpoints() {
		renamed := parameterPattern.ReplaceAllString(e.Path, "{thing}")
		value := parameterPattern.ReplaceAllString(values.Replace(e.Path), "x7")
		for _, path := range []string{renamed, "https://github.example.com/api/v3" + value + "/?page=2"} {
			wantFound(t, e.Method+" "+path, e)
		}
		if _, anchor := e.place(); anchor != "" {
			wantFound(t, e.Doc, e)
			wantFound(t, strings.TrimPrefix(e.Doc, docRoot), e)
		}
	}
}

func wantFound(t *testing.T, text string, want Endpoint) {
	t.Helper()
	call, err := ParseCall(text)
	if err != nil {
		t.Errorf("%q: %v", text, err)
		return
	}
	found := Default().Find(call)
	twin := strings.Contains(want.Path, "{base}...{head}") && strings.Contains(text, "x7...x7") // {basehead} is the documented one
	if len(found) != 1 || found[0].String() != want.String() && !twin {
		t.Errorf("%q is %v, want %s", text, found, want)
	}
}

func TestSuggestCall(t *testing.T) {
	for text, want := range map[string]string{
		"/repos/{o}/{r}/pull":             "GET /repos/{owner}/{repo}/pulls",
		"POST /repos/octo-org/api/pulls/": "",
		"repos/create-releas":             "releases/releases#create-a-release",
		"users/create-a-release":          "releases/releases#create-a-release",
		"xyzzy":                           "",
		strings.Repeat("a", 1_000_000):    "",
	} {
		call, err := ParseCall(text)
		if err != nil {
			t.Errorf("%.60q: %v", text, err)
			continue
		}
		if Default().Find(call) != nil {
			continue
		}
		if got := Default().SuggestCall(call); got != want {
			t.Errorf("suggestion for %.60q: %q, want %q", text, got, want)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	call, _ := ParseCall("GET https://api.github.com/repos/octo-org/api/commits/feature/x/status")
	for b.Loop() {
		Default().Find(call)
	}
}
