package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A checkout that says what the facts say must change nothing in them; what it says otherwise must be in
// the report, and in what is generated.
func TestRenewFacts(t *testing.T) {
	dir, checkout := factsCopy(t), checkoutLikeFacts(t)
	report, err := renew(dir, checkout, "2027-01-02", true)
	if err != nil || strings.Contains(report, "### Endpoints") {
		t.Fatalf("%v\n%s", err, report)
	}
	for _, name := range []string{"endpoints", "unlisted", "endpoints-enterprise", "disagreements"} {
		if got, want := contentOf(t, filepath.Join(dir, "facts", name+".tsv")), contentOf(t, filepath.Join("..", "facts", name+".tsv")); got != want {
			t.Errorf("%s.tsv has changed", name)
		}
	}
	checks := filepath.Join(checkout, "src", "rest", "data", "fpt-2026-03-10", "all.json")
	text := contentOf(t, checks)
	write(t, checks, strings.Replace(text, `"requestPath":"/gists/{gist_id}/star"`, `"requestPath":"/gists/{gist_id}/shine"`, 1))
	report, err = renew(dir, checkout, "2027-01-02", true)
	if err != nil || !strings.Contains(report, "### Endpoints added\n\n- `") || !strings.Contains(report, "/gists/{gist_id}/shine") {
		t.Fatalf("%v\n%s", err, report)
	}
	if !strings.Contains(contentOf(t, filepath.Join(dir, "endpoints.txt")), "\n/gists/{gist_id}/shine\n") {
		t.Error("endpoints.txt is not written anew")
	}
	if readme := contentOf(t, filepath.Join(dir, "..", "..", "README.md")); readme != "GitHub's data of 2027-01-02.\n" {
		t.Errorf("README: %s", readme)
	}
}

// What is not a whole checkout must change nothing.
func TestRenewIncomplete(t *testing.T) {
	dir := factsCopy(t)
	report, err := renew(dir, "docs/testdata/checkout", "2027-01-02", true)
	if err == nil || !strings.Contains(err.Error(), "it is not complete") {
		t.Errorf("%v\n%s", err, report)
	}
}

// factsCopy is the directory of package catalog in a copy of the project with nothing else.
func factsCopy(t *testing.T) string {
	t.Helper()
	top := t.TempDir()
	dir := filepath.Join(top, "internal", "catalog")
	if err := os.CopyFS(filepath.Join(dir, "facts"), os.DirFS("../facts")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(top, "README.md"), "GitHub's data of 2026-11-28.\n")
	return dir
}

// checkoutLikeFacts makes a checkout in GitHub's shapes that says what the facts say.
func checkoutLikeFacts(t *testing.T) string {
	t.Helper()
	facts := os.DirFS("../facts")
	permissions, err := readPermissions(facts)
	if err != nil {
		t.Fatal(err)
	}
	endpoints, err := readEndpoints(facts, permissions)
	if err != nil {
		t.Fatal(err)
	}
	top := t.TempDir()
	write(t, filepath.Join(top, "src/rest/data/fpt-2026-03-10/all.json"), operationsLike(endpoints, permissions))
	names := permissionsLike(permissions)
	write(t, filepath.Join(top, "src/github-apps/data/fpt-2026-03-10/fine-grained-pat-permissions.json"), names)
	write(t, filepath.Join(top, "src/github-apps/data/fpt-2026-03-10/server-to-server-permissions.json"), names)
	write(t, filepath.Join(top, "content/authentication/keeping-your-account-and-data-secure/managing-your-personal-access-tokens.md"), "# Managing\n")
	return top
}

var sectionTitles = map[string]string{"account": "User", "repository": "Repository", "organization": "Organization"}

func permissionsLike(permissions map[string]permission) string {
	all := map[string]any{}
	for name, p := range permissions {
		if p.where == "" && (p.status == "documented" || p.status == "undocumented" || p.status == "disputed") {
			all[name] = map[string]any{"title": p.display, "displayTitle": sectionTitles[p.section] + ` permissions for "` + p.display + `"`, "permissions": []any{}}
		}
	}
	return marshaled(all)
}

func operationsLike(endpoints []endpoint, permissions map[string]permission) string {
	byPage := map[string][]any{}
	for _, e := range endpoints {
		if e.where != "-" {
			continue
		}
		group, page, _ := strings.Cut(e.page, "/")
		operation := map[string]any{
			"verb": strings.ToLower(e.method), "requestPath": e.path, "title": strings.ReplaceAll(e.anchor, "-", " "), "category": group, "subcategory": page,
			"progAccess": map[string]any{
				"fineGrainedPat": e.access == "" || e.access == "yes", "allowsPublicRead": e.public == "yes", "permissions": titlesOf(e.sets, permissions),
			},
		}
		if e.public == "-" || e.access == "yes" && e.anchor != "-" { // not known, or known to be not needed against what the data says
			delete(operation, "progAccess")
		}
		byPage[page] = append(byPage[page], operation)
	}
	return marshaled(byPage)
}

func titlesOf(sets string, permissions map[string]permission) []any {
	titles := []any{}
	if sets == "" {
		return titles
	}
	for alternative := range strings.SplitSeq(sets, " | ") {
		set := map[string]string{}
		for needed := range strings.SplitSeq(alternative, " + ") {
			name, level, _ := strings.Cut(needed, ":")
			p := permissions[name]
			set[`"`+p.display+`" `+strings.ToLower(sectionTitles[p.section])+" permissions"] = level
		}
		titles = append(titles, set)
	}
	return titles
}

func marshaled(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func contentOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r\n", "\n")
}

// Every title must lead back to one name, or a renewal would mix permissions up.
func TestTitlesAreUnique(t *testing.T) {
	permissions, err := readPermissions(os.DirFS("../facts"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(permissions)) {
		p := permissions[name]
		if p.status != "documented" && p.status != "undocumented" && p.status != "disputed" {
			continue
		}
		title := p.section + " " + strings.ToLower(p.display)
		if other, twice := seen[title]; twice {
			t.Errorf("%s and %s are both %q", name, other, title)
		}
		seen[title] = name
	}
}
