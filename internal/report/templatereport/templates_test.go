package templatereport_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/declared"
	"github.com/patctl/patctl/internal/report/templatereport"
)

func TestTemplateFormats(t *testing.T) {
	for _, format := range templatereport.FormatNames() {
		t.Run(format, func(t *testing.T) {
			got := write(t, format, templates(formattest.Templates()...), false)
			formattest.Golden(t, "templates."+format, formattest.WithoutParts(got))
			formattest.CheckPlain(t, got)
			if again := write(t, format, templates(formattest.Templates()...), true); format != "text" && again != got {
				t.Error("colour changes the output")
			}
		})
	}
}

func TestTextColour(t *testing.T) {
	formattest.Golden(t, "templates.colour.text", write(t, "text", templates(formattest.Templates()...), true))
}

func TestWriteFull(t *testing.T) {
	var b strings.Builder
	if err := templates(formattest.Templates()...).WriteFull(&b, format.Style{}); err != nil {
		t.Fatal(err)
	}
	formattest.Golden(t, "templates.full.text", b.String())
	formattest.CheckPlain(t, b.String())
}

func TestRows(t *testing.T) {
	want := [][]string{
		{`module.ci.template.release["api"]`, "release-api", "octo-org", "90 days",
			"contents=write metadata=read organization_projects=admin"},
		{"template.empty", "", "", "default", ""},
		{`template.hostile[a\nb\tc\x1b]`, `a\nb\tc\x1b`, `a\nb\tc\x1b`, "none",
			`a\nb\tc\x1b=read gists=a\nb\tc\x1b`},
	}
	got := templates(append(formattest.Templates()[:2], formattest.HostileTemplate("a\nb\tc\x1b"))...).Rows()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoTemplates(t *testing.T) {
	tests := map[string]string{
		"text":     "",
		"url":      "",
		"json":     "{\n  \"format_version\": \"1.0\",\n  \"patctl_version\": \"1.2.3\",\n  \"templates\": []\n}\n",
		"csv":      "address,name,description,target_name,expires_in,permissions,repositories,owners,justification,endpoints,labels,url\n",
		"markdown": "# Fine-grained personal access tokens\n\nThere are no templates.\n",
	}
	for format, want := range tests {
		if diff := cmp.Diff(want, write(t, format, templates(), false)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := templatereport.FormatNamed("markdwon")
	want := `there is no format "markdwon" for templates, only text, url, json, csv, markdown, html. Did you mean "markdown"?`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestJSONReadsBack(t *testing.T) {
	out := write(t, "json", templates(formattest.Templates()...), false)
	var doc templatereport.Document
	if err := json.Unmarshal([]byte(out), &doc); err != nil {
		t.Fatal(err)
	}
	plain := doc.Templates[0]
	glob := "release-*"
	want := templatereport.Entry{
		Template: declared.Template{
			Match:   declared.Match{Name: &glob, Permissions: "exact"},
			Address: `module.ci.template.release["api"]`, Name: "release-api", Description: "Cuts releases of api.",
			TargetName: plain.TargetName, ExpiresIn: pat.Expiry{Days: 90},
			Permissions:   pat.Permissions{"contents": "write", "metadata": "read", "organization_projects": "admin"},
			Repositories:  pat.Repositories{Patterns: []string{"octo-org/api", "octo-org/web-*"}},
			Owners:        []string{"octocat", "mona"},
			Justification: "Release automation of api",
			Endpoints:     []string{"POST /repos/{owner}/{repo}/releases"},
			Labels:        map[string]string{"team": "release", "ticket": "SEC-12"},
		},
		URL: "https://github.com/settings/personal-access-tokens/new?name=release-api&description=Cuts+releases+of+api." +
			"&target_name=octo-org&expires_in=90&contents=write&organization_projects=admin",
		Range: format.SourceRange{
			Filename: "ci/main.pat.hcl",
			Start:    format.SourcePosition{Line: 3, Column: 1, Byte: 20}, End: format.SourcePosition{Line: 3, Column: 19, Byte: 38},
		},
	}
	if diff := cmp.Diff(want, plain); diff != "" {
		t.Error(diff)
	}
	if got, want := doc.Templates[2].Name, strings.ToValidUTF8(formattest.Hostile, "\uFFFD"); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestJSONSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schemas/templates.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := formattest.Templates()[:2]
	everyone := formattest.HostileTemplate(formattest.Hostile)
	everyone.Permissions = pat.Permissions{"gists": "write"}
	everyone.Repositories = pat.Repositories{Selection: pat.AllRepositories}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(write(t, "json", templates(append(valid, everyone)...), false)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(doc); err != nil {
		t.Error(err)
	}
}

func TestCSVReadsBack(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv", templates(formattest.Templates()...), false))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("got %d rows, want a header and 3 templates", len(rows))
	}
	want := []string{
		`module.ci.template.release["api"]`, "release-api", "Cuts releases of api.", "octo-org", "90",
		"contents=write, metadata=read, organization_projects=admin", "octo-org/api, octo-org/web-*", "octocat, mona",
		"Release automation of api", "POST /repos/{owner}/{repo}/releases", "team=release, ticket=SEC-12",
		"https://github.com/settings/personal-access-tokens/new?name=release-api&description=Cuts+releases+of+api." +
			"&target_name=octo-org&expires_in=90&contents=write&organization_projects=admin",
	}
	if diff := cmp.Diff(want, rows[1]); diff != "" {
		t.Error(diff)
	}
	if got, want := rows[3][1], "'"+diag.Printable(formattest.Hostile); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
