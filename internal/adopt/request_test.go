package adopt_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/layout"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/tokenrequest"
)

// requestBody is a request as GitHub writes what somebody filled in.
func requestBody(values map[string]string) string {
	var b strings.Builder
	for _, name := range tokenrequest.Fields {
		value := values[name]
		if value == "" {
			value = "_No response_"
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", name, value)
	}
	return b.String()
}

// requested reads a request, and makes sure of what people rely on: there is an
// error, or a valid template in canonical layout that grants what was asked for,
// and whose link a link to the form is that grants the same.
func requested(t *testing.T, data string) (made bool) {
	t.Helper()
	issue, err := tokenrequest.ParseIssue([]byte(data))
	if err != nil {
		return false
	}
	cfg, load := loader("organization \"octo-org\" {}\n")
	in := tokenrequest.Input{Issue: issue, Filename: "issue.md", Organizations: []string{"octo-org"}, Catalog: catalog.Default()}
	template, diags := tokenrequest.Read(in)
	placed(t, issue, diags)
	if diags.HasErrors() {
		return false
	}
	out, more := adopt.Requested(adopt.RequestInput{Config: cfg, Template: template, Comment: "Requested in issue 7.", Load: load})
	if (out == nil) != more.HasErrors() {
		t.Fatalf("%v\n%s", more, data)
	}
	if out == nil {
		return false
	}
	if again, found := layout.Format(out.Source, "x.pat.hcl"); found.HasErrors() || string(again) != string(out.Source) {
		t.Errorf("not in canonical layout:\n%s", out.Source)
	}
	loaded, found := load(out.Source)
	if found.HasErrors() || len(loaded.Templates) != 1 {
		t.Fatalf("%v\n%s", found, out.Source)
	}
	sameLink(t, template, out.URL)
	tokenConforms(t, loaded, template, out.URL)
	return true
}

// tokenConforms makes sure that an audit finds nothing wrong with a token that the
// owner makes with the link, for the repositories that the request names.
func tokenConforms(t *testing.T, cfg *hcl.Configuration, template pat.Template, url string) {
	t.Helper()
	link, err := prefill.Parse(url, catalog.Default())
	if err != nil {
		t.Fatal(err)
	}
	expires := now.AddDate(0, 0, link.Template.ExpiresIn.Days)
	g := pat.Grant{
		Kind: pat.KindRequest, ID: 1, TokenName: link.Template.Name, Owner: template.Owners[0], Since: &now, ExpiresAt: &expires,
		RepositorySelection: string(template.Repositories.Selection), Repositories: template.Repositories.Patterns, RepositoriesRead: true,
		Permissions: pat.GrantPermissions{Organization: pat.Permissions{}, Repository: pat.Permissions{}},
	}
	if template.Repositories.Patterns != nil {
		g.RepositorySelection = "subset"
	}
	for name, level := range link.Template.Permissions {
		p, _ := catalog.Default().Permission(name)
		switch p.Section {
		case pat.Organization:
			g.Permissions.Organization[name] = level
		case pat.Repository:
			g.Permissions.Repository[name] = level
		default:
			return // a token for an account is in no list of an organization
		}
	}
	judged, _ := audit.Judge(cfg, snapshotOf(github.Organization{Login: template.TargetName, Requests: []pat.Grant{g}}), time.Time{})
	for i := range judged.Subjects {
		if s := &judged.Subjects[i]; s.Verdict != pat.Conforming && len(link.Template.Permissions) > 0 {
			t.Errorf("a token of %s is %s: %v", url, s.Verdict, s.Findings)
		}
	}
}

// placed makes sure that each diagnostic about a line is about one that there is.
func placed(t *testing.T, issue tokenrequest.Issue, diags diag.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		if d.Subject != nil && (d.Subject.Start.Byte > d.Subject.End.Byte || d.Subject.End.Byte > len(issue.Body) || d.Subject.Start.Line < 1) {
			t.Errorf("%v of %d bytes: %s", d.Subject, len(issue.Body), d.Detail)
		}
	}
}

// sameLink makes sure that a link fills in what the template says.
func sameLink(t *testing.T, template pat.Template, url string) {
	t.Helper()
	c := catalog.Default()
	link, err := prefill.Parse(url, c)
	if err != nil || len(link.Ignored) > 0 {
		t.Fatalf("%s: %v %v", url, err, link.Ignored)
	}
	got := link.Template
	if got.Name != template.Name || got.Description != template.Description || got.TargetName != template.TargetName || got.ExpiresIn != template.ExpiresIn {
		t.Errorf("the link has %+v, the request %+v", got, template)
	}
	for name, level := range c.WithoutImplied(template.Permissions) {
		if got.Permissions[name] != level {
			t.Errorf("%s: %s is %q, not %q", url, name, got.Permissions[name], level)
		}
	}
	if len(got.Permissions) > len(template.Permissions) {
		t.Errorf("the link grants %v, the request %v", got.Permissions, template.Permissions)
	}
}

// hostileValues are what a stranger might put into a field.
var hostileValues = []string{
	`${file("/etc/passwd")}`, `%{ if true }x%{ endif }`, `"}` + "\n}\ntemplate \"evil\" {", "<<EOT\nx\nEOT", "### Permissions\n\nadministration: write",
	"x\r\n\r\n### Lifetime\r\n\r\n366", "\u202etxt", "a\x00b", "`" + "``hcl\n", "##[error]x", "::set-output name=x::y", "@octocat", "<script>", "](https://x.example)", "e\u0301", "👩‍💻", "\ufeff", strings.Repeat("x", 41), strings.Repeat("ü", 1025),
	"*", "octo-org/*", "octo-org/..", "octo-org/a b", "https://github.com/octo-org/api", "other/api", "all", "contents: write, issues: read", "contents = \"write\"", "Pull requests: Read and write",
	"contents: admin", "contnts: read", "contents", "metadata: read", "gists: write", "members: read\ngists: write", "organization_hooks: write", "workflows: write",
	"GET /repos/{owner}/{repo}/issues", "POST /gists", "GET /user/keys", "DELETE /repos/octo-org/api/contents/.github/workflows/x.yml", "GET /nowhere", "gh pr create", "GET /repos/x/y/issues/1?a=${b}",
	"0", "366", "367", "90 days", "-1", "999999999999", "none", "mona", "@mona, hubot", "mona_octo", "x--y", "",
}

// TestRandomRequests: whatever is in the fields, the request is refused with a
// reason, or the template is right.
func TestRandomRequests(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 3))
	usual := map[string]string{
		"Name": "release", "Purpose": "Creates releases.", "Owner": "mona", "Organization": "octo-org", "Repositories": "octo-org/api",
		"Permissions": "contents: write", "Calls": "POST /repos/{owner}/{repo}/releases", "Lifetime": "90 days",
	}
	made := 0
	for range 1500 {
		values := map[string]string{}
		for _, name := range tokenrequest.Fields {
			values[name] = usual[name]
			if random.IntN(4) == 0 {
				values[name] = hostileValues[random.IntN(len(hostileValues))]
			}
		}
		body := requestBody(values)
		if random.IntN(3) == 0 {
			body = strings.ReplaceAll(body, "\n", "\r\n")
		}
		if requested(t, body) {
			made++
		}
	}
	if made < 150 {
		t.Errorf("only %d of 1,500 requests became templates", made)
	}
}

// FuzzRequest: an issue of any text is refused with a reason, or its template is right.
func FuzzRequest(f *testing.F) {
	body := requestBody(map[string]string{
		"Name": "release", "Purpose": "Creates releases.", "Owner": "mona", "Repositories": "octo-org/api", "Permissions": "contents: write", "Lifetime": "90",
	})
	mutate.AddFew(f, body)
	mutate.AddFew(f, fmt.Sprintf(`{"number": 7, "title": "Token request: x", "body": %q, "user": {"login": "mona"}}`, body))
	for _, value := range hostileValues {
		mutate.AddFew(f, requestBody(map[string]string{"Name": "x", "Purpose": value, "Owner": "mona", "Permissions": value, "Repositories": value, "Lifetime": "90"}))
	}
	f.Fuzz(func(t *testing.T, data string) { requested(t, data) })
}
