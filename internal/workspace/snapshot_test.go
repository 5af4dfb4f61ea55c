package workspace

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/github"
)

// TestMergedUse: the requests and tokens are those of the newest snapshot, and its classic
// tokens those of the newest that was asked for them, in whatever order they are named.
func TestMergedUse(t *testing.T) {
	e := clitest.NewSilentEnv(t)
	of := func(at, complete, gaps, more string) string {
		return `{"format_version": "1.0", "generated_at": "` + at + `", "host": "github.com", "organizations": [{"login": "octo-org", "complete": ` + complete +
			`, "incomplete": [` + gaps + `], "requests": [], "tokens": []` + more + `}]}`
	}
	for name, data := range map[string]string{
		"plain.json": of("2026-11-22T12:00:00Z", "true", "", ""),
		"newer.json": of("2026-11-21T12:00:00Z", "false", `{"what": "page 2 of 2 of the classic tokens", "why": "no"}, {"what": "tokens", "why": "no"}`,
			`, "credentials": [{"login": "mona", "credential_id": 2, "scopes": []}]`),
		"older.json": of("2026-11-20T12:00:00Z", "true", "", `, "credentials": [{"login": "mona", "credential_id": 1, "scopes": []}], "public_repositories": 3`),
	} {
		if err := os.WriteFile(filepath.Join(e.Dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, files := range [][]string{{"plain.json", "older.json", "newer.json"}, {"newer.json", "plain.json", "older.json"}, {"older.json", "newer.json", "plain.json"}} {
		s, err := ReadSnapshots(t.Context(), e, cli.NewView(e), files)
		if err != nil || len(s.Organizations) != 1 {
			t.Fatalf("%v: %+v %v", files, s, err)
		}
		o := s.Organizations[0]
		if len(o.Credentials) != 1 || o.Credentials[0].CredentialID != 2 || o.PublicRepositories == nil || *o.PublicRepositories != 3 {
			t.Errorf("%v: merged to %+v", files, o)
		}
		if diff := cmp.Diff([]github.Gap{{What: "page 2 of 2 of the classic tokens", Why: "no"}}, o.Incomplete); diff != "" {
			t.Errorf("%v: gaps (-want +got):\n%s", files, diff)
		}
	}
}
