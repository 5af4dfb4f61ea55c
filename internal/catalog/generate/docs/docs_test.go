package docs

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// The checkout in testdata has GitHub's shapes with a few of its operations.
func TestRead(t *testing.T) {
	got, err := Read(os.DirFS("testdata/checkout"))
	if err != nil {
		t.Fatal(err)
	}
	want := Data{
		Version: "2026-03-10",
		Operations: []Operation{
			{Method: "GET", Path: "/emojis", Doc: "emojis/emojis/get-emojis", Listed: true, FineGrained: true, GitHubApp: true, Public: true},
			{Method: "GET", Path: "/meta", Doc: "meta/meta/get-github-meta-information"},
			{Method: "GET", Path: "/notifications", Doc: "activity/notifications/list-notifications-for-the-authenticated-user", Listed: true},
			{
				Method: "GET", Path: "/orgs/{org}/agents/secrets", Doc: "agents/secrets/list-organization-secrets", Listed: true, FineGrained: true, GitHubApp: true,
				Sets: [][]string{{"organization_agent_secrets:read"}},
			},
			{
				Method: "GET", Path: "/repos/{owner}/{repo}/assignees", Doc: "issues/assignees/list-assignees", Listed: true, FineGrained: true, GitHubApp: true, Public: true,
				Sets: [][]string{{"issues:read"}, {"pull_requests:read"}},
			},
			{Method: "POST", Path: "/repos/{owner}/{repo}/check-runs", Doc: "checks/runs/create-a-check-run", Listed: true, GitHubApp: true, AppOnly: true},
			{
				Method: "GET", Path: "/repos/{owner}/{repo}/issues", Doc: "issues/issues/list-repository-issues", Listed: true, FineGrained: true, GitHubApp: true, Public: true,
				Sets: [][]string{{"issues:read"}},
			},
			{
				Method: "POST", Path: "/repos/{owner}/{repo}/issues", Doc: "issues/issues/create-an-issue", Listed: true, FineGrained: true, GitHubApp: true,
				Sets: [][]string{{"issues:write"}},
			},
			{
				Method: "PUT", Path: "/user/starred/{owner}/{repo}", Doc: "activity/starring/star-a-repository-for-the-authenticated-user", Listed: true,
				FineGrained: true, GitHubApp: true, Sets: [][]string{{"metadata:read", "starring:write"}},
			},
		},
		Permissions: []Permission{
			{Name: "issues", Display: "Issues", Section: "repository", Levels: []string{"read", "write"}},
			{Name: "metadata", Display: "Metadata", Section: "repository"},
			{Name: "organization_agent_secrets", Display: "Agent secrets", Section: "organization", Levels: []string{"read"}},
			{Name: "pull_requests", Display: "Pull requests", Section: "repository", Levels: []string{"read"}},
			{Name: "starring", Display: "Starring", Section: "account", Levels: []string{"write"}},
		},
		Parameters: []Permission{
			{Name: "artifact_metadata", Display: "Artifact Metadata", Section: "repository", Levels: []string{"read", "write"}},
			{Name: "issues", Display: "Issues", Section: "repository", Levels: []string{"read", "write"}},
			{Name: "metadata", Display: "Metadata", Section: "repository", Levels: []string{"read"}},
			{Name: "organization_projects", Display: "Projects", Section: "organization", Levels: []string{"read", "write", "admin"}},
			{Name: "starring", Display: "Starring", Section: "account", Levels: []string{"read", "write"}},
			{Name: "workflows", Display: "Workflows", Section: "repository", Levels: []string{"write"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// altered is the checkout in testdata with one file changed.
func altered(t *testing.T, name, old, new string) fs.FS {
	t.Helper()
	checkout := fstest.MapFS{}
	root := os.DirFS("testdata/checkout")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, file)
		if file == name {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s has no %q", name, old)
			}
			text = []byte(strings.ReplaceAll(string(text), old, new))
		}
		checkout[file] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return checkout
}

const (
	issues      = "src/rest/data/fpt-2026-03-10/issues.json"
	permissions = "src/github-apps/data/fpt-2026-03-10/fine-grained-pat-permissions.json"
)

// A title that no table has must not pass for an operation that needs less.
func TestUnnamed(t *testing.T) {
	got, err := Read(altered(t, issues, `\"Pull requests\" repository`, `\"Merge requests\" repository`))
	if err != nil || cmp.Diff([]string{`"Merge requests" repository permissions`}, got.Unnamed) != "" {
		t.Errorf("unnamed %q, %v", got.Unnamed, err)
	}
}

// Where GitHub changes its shapes, the reader must say so, and not read less.
func TestShapes(t *testing.T) {
	for name, checkout := range map[string]fs.FS{
		"no versions":     fstest.MapFS{"README.md": &fstest.MapFile{}},
		"other operation": altered(t, issues, `"requestPath"`, `"path"`),
		"other file":      altered(t, issues, `{`, `[`),
		"other list":      altered(t, issues, `"permissions": [`, `"permissions": {"x": [`),
		"other title":     altered(t, permissions, `"displayTitle"`, `"heading"`),
		"other sections":  altered(t, permissions, `User permissions for`, `Person permissions for`),
		"no permissions":  altered(t, permissions, `{`, ``),
	} {
		if got, err := Read(checkout); err == nil {
			t.Errorf("%s: read %d operations without an error", name, len(got.Operations))
		}
	}
}
