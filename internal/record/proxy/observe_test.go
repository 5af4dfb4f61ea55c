package proxy

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/record"
)

func TestObserve(t *testing.T) {
	for _, c := range []struct {
		method, url, body string
		want              record.Call
		gaps              int
	}{
		{"GET", "https://api.github.com/repos/octo-org/api/issues/7?state=secret", "", record.Call{Method: "GET", Host: "api.github.com", Route: "/repos/{owner}/{repo}/issues/{issue_number}"}, 0},
		{"HEAD", "https://api.github.com/user", "", record.Call{Method: "HEAD", Host: "api.github.com", Route: "/user"}, 0},
		{"GET", "https://api.github.com/repositories/1/hooks", "", record.Call{Method: "GET", Host: "api.github.com", Route: "/repos/{owner}/{repo}/hooks"}, 0},
		{"PUT", "https://api.github.com/repos/o/r/contents/.github/workflows/x.yml", "", record.Call{Method: "PUT", Host: "api.github.com", Route: "/repos/{owner}/{repo}/contents/.github/workflows/{path}"}, 0},
		{"PUT", "https://api.github.com/repos/o/r/contents/.github/workflows.md", "", record.Call{Method: "PUT", Host: "api.github.com", Route: "/repos/{owner}/{repo}/contents/{path}"}, 0},
		{"GET", "https://api.github.com/repos/issues/pulls/secret", "", record.Call{Method: "GET", Host: "api.github.com", Route: "/repos/*/*/*"}, 0},
		{"GET", "https://api.github.com/repos/o/r" + strings.Repeat("/secret", 1000), "", record.Call{Method: "GET", Host: "api.github.com", Route: "/repos" + strings.Repeat("/*", 16)}, 0},
		{"GET", "https://api.github.com/secret", "", record.Call{Method: "GET", Host: "api.github.com", Route: "/*"}, 0},
		{"SECRET", "https://api.github.com/user", "", record.Call{Method: "OTHER", Host: "api.github.com", Route: "/user"}, 0},
		{"POST", "https://ghes.example/api/v3/repos/o/r/issues", "", record.Call{Method: "POST", Host: "ghes.example", Route: "/repos/{owner}/{repo}/issues"}, 0},
		{"POST", "https://uploads.github.com/repos/o/r/releases/1/assets?name=secret", "", record.Call{Method: "POST", Host: "uploads.github.com", Route: "/repos/{owner}/{repo}/releases/{release_id}/assets"}, 0},
		{"GET", "https://github.com/o/r.git/info/refs?service=git-upload-pack", "", record.Call{Method: "GET", Host: "github.com", Route: "/*", Is: []string{"git fetch"}}, 0},
		{"GET", "https://github.com/o/r.git/info/refs?service=git-receive-pack", "", record.Call{Method: "GET", Host: "github.com", Route: "/*", Is: []string{"git push"}}, 0},
		{"POST", "https://github.com/o/r.git/info/lfs/objects/batch", `{"operation":"download"}`, record.Call{Method: "POST", Host: "github.com", Route: "/*", Is: []string{"git fetch"}}, 0},
		{"POST", "https://github.com/o/r.git/info/lfs/objects/batch", `{"operation":"upload"}`, record.Call{Method: "POST", Host: "github.com", Route: "/*", Is: []string{"git push"}}, 0},
		{"GET", "https://raw.githubusercontent.com/o/r/main/secret", "", record.Call{Method: "GET", Host: "raw.githubusercontent.com", Route: "/*", Is: []string{"host raw.githubusercontent.com"}}, 0},
		{"POST", "https://api.github.com/graphql", `{"query":"query secret { viewer { login } }"}`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql", Is: []string{"graphql query viewer"}}, 0},
		{"POST", "https://ghes.example/api/graphql", `[{"query":"{ viewer { login } }"},{"query":"mutation { pinIssue(input: {issueId: \"secret\"}) { clientMutationId } }"}]`, record.Call{Method: "POST", Host: "ghes.example", Route: "/graphql", Is: []string{"graphql query viewer", "graphql mutation pinIssue"}}, 0},
		{"POST", "https://api.github.com/graphql", `[{"id":"secret"}]`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql"}, 1},
		{"POST", "https://api.github.com/graphql", `[]`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql"}, 1},
		{"POST", "https://api.github.com/graphql", `{"query":"# secret"}`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql"}, 1},
		{"POST", "https://api.github.com/graphql", `{"query":"mutation { pinIssue(input: {issueId: \"x\"}) { clientMutationId } }","Query":"{ viewer { login } }"}`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql", Is: []string{"graphql mutation pinIssue"}}, 0},
		{"POST", "https://api.github.com/graphql", `secret`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql"}, 1},
		{"POST", "https://api.github.com/graphql", `{"query":"{ secretField }"}`, record.Call{Method: "POST", Host: "api.github.com", Route: "/graphql"}, 1},
	} {
		r := httptest.NewRequest("GET", c.url, strings.NewReader(c.body))
		r.Method = c.method
		got, gaps := Observe(catalog.Default(), false)(r)
		c.want.Token = record.NoToken
		if diff := cmp.Diff(c.want, got); diff != "" || len(gaps) != c.gaps {
			t.Errorf("%s %s: %d gaps (-want +got)\n%s", c.method, c.url, len(gaps), diff)
		}
		if body, err := io.ReadAll(r.Body); err != nil || string(body) != c.body {
			t.Errorf("%s %s: the body became %q, %v", c.method, c.url, body, err)
		}
		if kept, _ := Observe(catalog.Default(), true)(r); kept.Path != r.URL.Path || strings.Contains(kept.Path, "?") {
			t.Errorf("%s: with paths it keeps %q", c.url, kept.Path)
		}
	}
}

// TestLargeBody: a body that is too large to read reaches GitHub whole, and is a gap.
func TestLargeBody(t *testing.T) {
	body := strings.Repeat("x", maxBody+10)
	r := httptest.NewRequest("POST", "https://api.github.com/graphql", strings.NewReader(body))
	_, gaps := Observe(catalog.Default(), false)(r)
	rest, err := io.ReadAll(r.Body)
	if err != nil || string(rest) != body || len(gaps) != 1 {
		t.Errorf("%d gaps, and %d bytes are left, %v", len(gaps), len(rest), err)
	}
}

func TestTokenOf(t *testing.T) {
	basic := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	for value, want := range map[string]record.Token{
		"": record.NoToken, "Bearer github_pat_x": record.FineGrained, "token ghp_x": record.Classic, "bearer gho_x": record.OAuth, "Bearer ghu_x": record.AppUser,
		"Bearer ghs_x": record.Installation, "Bearer eyJ": record.OtherAuthorize, basic("x-access-token:ghs_x"): record.Installation, basic("github_pat_x:x-oauth-basic"): record.FineGrained,
		"Basic ???": record.OtherAuthorize, "ghp_x": record.OtherAuthorize,
	} {
		header := http.Header{}
		if value != "" {
			header.Set("Authorization", value)
		}
		if got := TokenOf(header); got != want {
			t.Errorf("%q is %s, not %s", value, got, want)
		}
	}
}
