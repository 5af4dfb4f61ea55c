package library_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/catalog/library"
)

func TestOctokit(t *testing.T) {
	for name, want := range map[string]library.Method{
		"issues.create":                   {Endpoints: []string{"POST /repos/{owner}/{repo}/issues"}},
		"actions.createRegistrationToken": {Endpoints: []string{"POST /repos/{owner}/{repo}/actions/runners/registration-token"}, Note: "now called actions.createRegistrationTokenForRepo"},
		"repos.getArchiveLink":            {Endpoints: []string{"GET /repos/{owner}/{repo}/tarball/{ref}", "GET /repos/{owner}/{repo}/zipball/{ref}"}},
		"teams.createDiscussionInOrg":     {Endpoints: []string{"POST /orgs/{org}/teams/{team_slug}/discussions"}, Gone: true},
	} {
		want.Name = name
		got, ok := library.Octokit(name)
		if diff := cmp.Diff(want, got); !ok || diff != "" {
			t.Errorf("%s -want +got:\n%s", name, diff)
		}
	}
	if m, ok := library.Octokit("issues.conjure"); ok {
		t.Errorf("issues.conjure is %v", m)
	}
}

func TestGoGitHub(t *testing.T) {
	got, ok := library.GoGitHub("Activity", "ListStarred")
	want := library.Method{
		Name: "Activity.ListStarred", Endpoints: []string{"GET /user/starred", "GET /users/{username}/starred"},
		Note: `user "" is the one under /user or the caller's own`,
	}
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if m, ok := library.GoGitHub("IssueImport", "Create"); !ok || m.Gone || m.Note != "GitHub does not document this endpoint" {
		t.Errorf("IssueImport.Create is %+v", m)
	}
}

func TestPyGithub(t *testing.T) {
	want := []library.Method{
		{Name: "create_issue", Class: "Repository", Endpoints: []string{"POST /repos/{owner}/{repo}/issues"}, Returns: "Issue"},
	}
	if diff := cmp.Diff(want, library.PyGithub("create_issue")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	var classes []string
	for _, m := range library.PyGithub("create_secret") {
		classes = append(classes, m.Class)
	}
	if !slices.Equal(classes, []string{"Environment", "Organization", "Repository"}) {
		t.Errorf("create_secret is a method of %q", classes)
	}
	if found := library.PyGithub("conjure"); found != nil {
		t.Errorf("conjure is %v", found)
	}
}

func TestOctokitRuby(t *testing.T) {
	m, ok := library.OctokitRuby("create_issue")
	if !ok || !slices.Equal(m.Endpoints, []string{"POST /repos/{owner}/{repo}/issues"}) {
		t.Errorf("create_issue is %+v", m)
	}
}

// What a method of octokit.rb is named after is what it does: its helpers, which have
// names such as merge, are not the endpoint that it calls.
func TestOctokitRubyVerbs(t *testing.T) {
	for _, r := range facts.Rows("octokit-rb-methods", "method", "verb", "path") {
		word, _, _ := strings.Cut(r[0], "_")
		reads := r[1] == "GET"
		switch word {
		case "list", "search", "find":
			if !reads {
				t.Errorf("%s is %s %s", r[0], r[1], r[2])
			}
		case "create", "delete", "edit", "update", "remove":
			if reads {
				t.Errorf("%s is %s %s", r[0], r[1], r[2])
			}
		}
	}
	for name, want := range map[string]string{"search_issues": "GET /search/issues", "set_private": "PATCH /repos/{owner}/{repo}", "scopes": "GET /user"} {
		if m, _ := library.OctokitRuby(name); !slices.Equal(m.Endpoints, []string{want}) {
			t.Errorf("%s is %+v, not %s", name, m, want)
		}
	}
}

// Every endpoint of a method that is not gone must be one that the catalog knows.
func TestEndpointsExist(t *testing.T) {
	for _, m := range all() {
		for _, endpoint := range m.Endpoints {
			method, path, _ := strings.Cut(endpoint, " ")
			_, known := catalog.Default().Endpoint(method, path)
			undocumented := strings.Contains(m.Note, "does not document")
			if known == (m.Gone || undocumented) {
				t.Errorf("%s %s calls %s: known is %v, gone is %v", m.Class, m.Name, endpoint, known, m.Gone)
			}
		}
	}
}

// all returns every method of every library, found under the names in the facts.
func all() []library.Method {
	var methods []library.Method
	add := func(m library.Method, ok bool) {
		if !ok {
			panic("a method of the facts is not found")
		}
		methods = append(methods, m)
	}
	for _, r := range slices.Concat(facts.Rows("octokit-methods", "scope", "method"), facts.Rows("octokit-old-methods", "scope", "method")) {
		add(library.Octokit(r[0] + "." + r[1]))
	}
	for _, r := range facts.Rows("go-github-methods", "service", "method") {
		add(library.GoGitHub(r[0], r[1]))
	}
	for _, r := range facts.Rows("octokit-rb-methods", "method") {
		add(library.OctokitRuby(r[0]))
	}
	for _, r := range facts.Rows("pygithub-methods", "method") {
		methods = append(methods, library.PyGithub(r[0])...)
	}
	return methods
}

// A question about one library must not read the tables of the others. It is asked in
// a process of its own, in which nothing has been read yet.
func TestOnlyWhatIsAskedIsRead(t *testing.T) {
	const asked = "PATCTL_TEST_ASK"
	if os.Getenv(asked) != "" {
		if read := facts.Opened(); read != nil {
			t.Errorf("before any question: %q", read)
		}
		library.OctokitRuby("create_issue")
		library.OctokitRuby("create_issue")
		if read := facts.Opened(); !slices.Equal(read, []string{"octokit-rb-methods"}) {
			t.Errorf("after one question: %q", read)
		}
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestOnlyWhatIsAskedIsRead$")
	cmd.Env = append(os.Environ(), asked+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
