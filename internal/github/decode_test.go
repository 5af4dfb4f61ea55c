package github_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// TestSectionsOfPermissions: what stands in a section that nobody knows is not
// lost, neither when it is read nor when it is written to a snapshot.
func TestSectionsOfPermissions(t *testing.T) {
	const array = `[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {
		"repository": {"contents": "read"}, "enterprise": {"sso": "admin"}, "other": {"x": null}, "account": {}, "user": null}}]`
	grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
	if err != nil || len(gaps) > 0 {
		t.Fatal(err, gaps)
	}
	want := pat.GrantPermissions{
		Repository: pat.Permissions{"contents": "read"}, Other: pat.Permissions{"enterprise.sso": "admin", "x": ""},
	}
	if diff := cmp.Diff(want, grants[0].Permissions); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	s := github.Snapshot{Host: "github.com", Organizations: []github.Organization{{Login: "octo-org", Requests: []pat.Grant{}, Tokens: grants}}}
	if err := s.Encode(&b, "0.1.0"); err != nil {
		t.Fatal(err)
	}
	again, err := github.DecodeSnapshot(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(grants, again.Organizations[0].Tokens); diff != "" {
		t.Error(diff)
	}
}

// TestSectionThatIsNone: permissions that are no levels by name are not read.
func TestSectionThatIsNone(t *testing.T) {
	for _, permissions := range []string{`[]`, `"all"`, `{"contents": "write"}`, `{"repository": ["contents"]}`, `{"repository": {"contents": 1}}`} {
		array := `[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": ` + permissions + `}]`
		grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
		if err != nil || len(gaps) != 1 || len(grants) > 0 {
			t.Errorf("%s: %d grants, %d gaps, %v", permissions, len(grants), len(gaps), err)
		}
	}
}

// TestOrganizationTwice: neither of the two is dropped in favour of the other.
func TestOrganizationTwice(t *testing.T) {
	const data = `{"format_version": "1.0", "generated_at": "2026-11-22T12:00:00Z", "host": "github.com", "organizations": [
		{"login": "octo-org", "complete": true, "requests": [], "tokens": []},
		{"login": "OCTO-ORG", "complete": true, "requests": [], "tokens": []}]}`
	if _, err := github.DecodeSnapshot([]byte(data)); err == nil || !strings.Contains(err.Error(), `"OCTO-ORG" twice`) {
		t.Errorf("got %v", err)
	}
}

// TestHigherLevelOfOneName: where two sections give one name two levels, the higher
// counts, whatever the order of the keys. A level that nobody knows is the highest.
func TestHigherLevelOfOneName(t *testing.T) {
	for _, test := range []struct{ first, second, want pat.Level }{
		{"read", "write", "write"}, {"write", "read", "write"}, {"owner", "write", "owner"}, {"write", "owner", "owner"}, {"", "admin", ""},
	} {
		array := fmt.Sprintf(`[{"id": 7, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {"a": {"b.c": %q}, "a.b": {"c": %q}}}]`,
			test.first, test.second)
		for range 20 { // maps have no order
			grants, gaps, err := github.DecodeGrants([]byte(array), pat.KindToken)
			if err != nil || len(gaps) > 0 {
				t.Fatal(err, gaps)
			}
			if got := grants[0].Permissions.Other["a.b.c"]; got != test.want {
				t.Fatalf("%q and %q became %q, want %q", test.first, test.second, got, test.want)
			}
		}
	}
}

// TestFormsOfDumps: what gh api and webhooks give is read whole, and what is none of
// it is refused.
func TestFormsOfDumps(t *testing.T) {
	element := func(id int) string {
		return fmt.Sprintf(`{"id": %d, "owner": {"login": "mona"}, "repository_selection": "all", "permissions": {"repository": {"contents": "read"}}}`, id)
	}
	request := strings.Replace(element(4), "{", `{"created_at": "2026-11-20T06:49:30Z", `, 1)
	event := `{"action": "created", "organization": {"login": "octo-org"}, "personal_access_token_request": {"id": 3, "owner": {"login": "mona"},
		"repository_selection": "all", "permissions_result": {"repository": {"contents": "read"}}, "created_at": "2026-11-20T16:52:27+02:00"}}`
	for name, test := range map[string]struct {
		kind   pat.Kind
		data   string
		grants int
		gaps   int
		err    string
	}{
		"--paginate":            {pat.KindToken, "[" + element(1) + "][" + element(2) + "]", 2, 0, ""},
		"--slurp":               {pat.KindToken, "[[" + element(1) + "," + element(2) + "],[],[" + element(3) + "]]", 3, 0, ""},
		"--slurp of nothing":    {pat.KindToken, "[[]]", 0, 0, ""},
		"deeper":                {pat.KindToken, "[[[" + element(1) + "]]]", 0, 1, ""},
		"JSON lines":            {pat.KindToken, element(1) + "\n" + element(2) + "\n", 2, 0, ""},
		"one object":            {pat.KindRequest, request, 1, 0, ""},
		"lines among lists":     {pat.KindToken, element(1) + "\n[" + element(2) + "]\n", 2, 0, ""},
		"a line that is broken": {pat.KindToken, element(1) + "\n{\"id\": 2", 0, 0, "read tokens"},
		"a line that is none":   {pat.KindToken, element(1) + "\n{}\n", 0, 0, "an object without an id"},
		"an event":              {pat.KindRequest, event, 1, 1, ""},
		"events":                {pat.KindRequest, "[" + event + "," + request + "]", 2, 1, ""},
		"an event as a token":   {pat.KindToken, event, 0, 0, "--requests"},
		"a refusal":             {pat.KindToken, `{"message": "Not Found", "status": "404"}`, 0, 0, "it is an error of the API"},
		"a snapshot":            {pat.KindToken, `{"format_version": "1.0", "organizations": []}`, 0, 0, "--snapshot"},
		"nothing":               {pat.KindToken, " ", 0, 0, "the file is empty"},
		"null":                  {pat.KindToken, "null", 0, 0, "it is null"},
		"a text":                {pat.KindToken, `"x"`, 0, 0, "read tokens"},
	} {
		grants, gaps, err := github.DecodeGrants([]byte(test.data), test.kind)
		if len(grants) != test.grants || len(gaps) != test.gaps || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: %d grants, gaps %v, error %v", name, len(grants), gaps, err)
		}
	}
	if err := github.CheckEvents([]byte("["+event+"]"), "hub-org"); err == nil {
		t.Error("an event of another organization in a list is taken")
	}
}
