package migratereport_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/report/migratereport"
	"github.com/patctl/patctl/internal/usage"
)

// hostileLog has a text wherever a log can have one, and a call in every place of a report.
func hostileLog(hostile string) *usage.Log {
	call := func(method, route, repository string) usage.Call {
		return usage.Call{Method: method, Route: route, Repository: repository, Count: 2, FirstAt: formattest.Time, LastAt: formattest.Time}
	}
	is := func(words ...string) usage.Call { return usage.Call{Is: words, Repository: hostile, Count: 1} }
	refused := call("DELETE", "/repos/{owner}/{repo}", "octo-org/api")
	refused.Count, refused.Refused = 0, 3
	tokens := []usage.Token{
		{Kind: record.Classic, Organization: "octo-org", ID: 42, User: "mona", Name: "deploy", Scopes: []string{"admin:org", "repo"}, Source: usage.AuditLog, Calls: []usage.Call{
			call("POST", "/repos/{owner}/{repo}/issues", "octo-org/api"), call("PUT", "/repos/{owner}/{repo}/contents/{path}", "octo-org/web"),
			call("GET", "/user", ""), call("GET", "/orgs/{org}/packages", ""), call("GET", "/internal/x", ""), is("graphql"), refused,
			call("POST", "/user/keys", ""), call("POST", "/repos/{owner}/{repo}/issues", "strangers/x"),
		}},
		{Kind: record.Classic, Organization: hostile, ID: 43, User: hostile, Name: hostile, Scopes: []string{hostile}, Source: usage.Source(hostile), Calls: []usage.Call{
			call(hostile, hostile, hostile), is(hostile), is("graphql " + hostile), is("git " + hostile), is("host " + hostile), call("POST", "/repos/{owner}/{repo}/issues", hostile),
			call("POST", "/repos/{"+strings.NewReplacer("/", "", "{", "", "}", "").Replace(hostile)+"}/{repo}/issues", ""),
			call("GET", "/repos/{"+strings.NewReplacer("/", "", "{", "", "}", "").Replace(hostile)+"}/{repo}", ""),
		}},
		{Kind: record.Classic, ID: 44, User: "octocat", Name: hostile},
		{Kind: record.OtherAuthorize, Calls: []usage.Call{call("GET", "/user", ""), call("POST", "/gists", "")}},
		{Kind: record.Token(hostile), Calls: []usage.Call{call("GET", "/user", "")}},
	}
	for i := range 60 {
		tokens[0].Calls = append(tokens[0].Calls, call("GET", "/repos/{owner}/{repo}/hooks", "octodemo/r"+strings.Repeat("x", i)))
	}
	return &usage.Log{
		Coverage: []usage.Coverage{
			{Source: usage.AuditLog, Organization: hostile, From: formattest.Time.AddDate(0, 0, -30), To: formattest.Time, Events: 1000},
			{Source: usage.Insights, Organization: "octo-org"}, {Source: usage.Recorded},
		},
		Tokens: tokens, Gaps: []usage.Gap{{Source: usage.AuditLog, File: hostile, What: hostile, Why: hostile}},
	}
}

func hostileDocument(hostile string) *migratereport.Document {
	log := hostileLog(hostile)
	m := migrate.Propose(migrate.Input{Log: log, Catalog: catalog.Default()})
	var written []migratereport.Written
	for _, t := range m.Tokens {
		for _, p := range t.Templates {
			w := migratereport.Written{Template: p.Template, URL: formattest.LinkStart + "?name=x", HCL: fmt.Appendf(nil, "template \"x\" {\n  name = %q\n}\n", hostile)}
			w.Address, w.Name, w.Description = hostile, hostile, hostile
			written = append(written, w)
		}
	}
	return migratereport.NewDocument(migratereport.Input{
		Version: "1.2.3", Log: log, Gaps: []migratereport.Gap{{What: hostile, Why: hostile}}, Migration: m, Written: written, Source: []byte("template \"x\" {}\n"),
	})
}

func render(t *testing.T, name string, d *migratereport.Document) string {
	t.Helper()
	f, err := migratereport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(f.Render(d, format.Style{}))
}

func TestFormats(t *testing.T) {
	for _, name := range migratereport.FormatNames() {
		t.Run(name, func(t *testing.T) {
			got := render(t, name, hostileDocument(formattest.Hostile))
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
			formattest.Golden(t, "migrate_"+name, got)
		})
	}
	if _, err := migratereport.FormatNamed("hlc"); err == nil || !strings.Contains(err.Error(), "hcl") {
		t.Errorf("%v", err)
	}
}

// TestHostileText: whatever a log holds, no format can be broken out of.
func TestHostileText(t *testing.T) {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	for _, hostile := range formattest.Strangers {
		d := hostileDocument(hostile)
		for _, name := range migratereport.FormatNames() {
			got := render(t, name, d)
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "::") || name != "markdown" && strings.Contains(line, "##[") {
					t.Errorf("%s: a log would obey %.80q", name, line)
				}
				if name == "hcl" && !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" && line != "template \"x\" {}\n" {
					t.Errorf("%q is outside of a comment", line)
				}
			}
		}
		var back migratereport.Document
		if err := json.Unmarshal([]byte(render(t, "json", d)), &back); err != nil {
			t.Error(err)
		}
		source := []byte(render(t, "markdown", d))
		_ = ast.Walk(markdown.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering {
				formattest.CheckNode(t, n, source)
			}
			if plain, ok := n.(*ast.Text); ok && entering {
				if _, code := n.Parent().(*ast.CodeSpan); !code && strings.ContainsAny(string(plain.Segment.Value(source)), "@<") {
					t.Errorf("%q is outside of code", plain.Segment.Value(source))
				}
			}
			return ast.WalkContinue, nil
		})
		if t.Failed() {
			t.Fatalf("with %q", hostile)
		}
	}
}

// TestStatus: no status is better than what was seen.
func TestStatus(t *testing.T) {
	d := hostileDocument("x")
	want := migratereport.Summary{Tokens: 3, Partly: 2, NotSeen: 1}
	got := d.Summary
	if got.Tokens != want.Tokens || got.Partly != want.Partly || got.NotSeen != want.NotSeen || got.Move != 0 || d.Whole() || d.Complete {
		t.Errorf("%+v", got)
	}
	whole := migrate.Propose(migrate.Input{Catalog: catalog.Default(), Log: &usage.Log{Tokens: []usage.Token{{
		Kind: record.Classic, ID: 1, User: "mona", Organization: "octo-org", Source: usage.AuditLog,
		Calls: []usage.Call{{Method: "POST", Route: "/repos/{owner}/{repo}/issues", Known: true, Repository: "octo-org/api", Count: 1}},
	}}}})
	p := whole.Tokens[0].Templates[0]
	d = migratereport.NewDocument(migratereport.Input{Version: "1", Log: &usage.Log{}, Migration: whole, Written: []migratereport.Written{{Template: pat.Template{Name: p.Name}}}})
	if !d.Whole() || !d.Complete || d.Tokens[0].Status != migratereport.Moves {
		t.Errorf("%+v", d.Summary)
	}
}
