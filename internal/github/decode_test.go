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
