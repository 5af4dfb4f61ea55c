package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report"
)

var update = flag.Bool("update", false, "write the golden files")

// hostile holds what terminals, spreadsheets, Markdown and GitHub act upon.
const hostile = "=1|\x1b[31m\u202e\r\n\t\x00\xff,\";`'``` <b><!-- ![x](//x) [x](//x) https://example.com @octocat a/b#1 :tada: $x$ \\| \\"

// list is a plain template, one without anything, and one full of hostile text.
func list() []*hcl.Template {
	key := "api"
	plain := &hcl.Template{
		Template: pat.Template{
			Address: `module.ci.template.release["api"]`, Name: "release-api", Description: "Cuts releases of api.",
			TargetName: "octo-org", ExpiresIn: pat.Expiry{Days: 90},
			Permissions:   pat.Permissions{"contents": "write", "metadata": "read", "organization_projects": "admin"},
			Repositories:  pat.Repositories{Patterns: []string{"octo-org/api", "octo-org/web-*"}},
			Owners:        []string{"octocat", "mona"},
			Justification: "Release automation of api",
			Endpoints:     []string{"POST /repos/{owner}/{repo}/releases"},
			Labels:        map[string]string{"team": "release", "ticket": "SEC-12"},
			Match:         pat.Match{Name: "release-*", Exact: true},
		},
		Module: "module.ci", Key: &key,
		Range: diag.Range{
			Filename: "ci/main.pat.hcl",
			Start:    diag.Pos{Line: 3, Column: 1, Byte: 20}, End: diag.Pos{Line: 3, Column: 19, Byte: 38},
		},
	}
	empty := &hcl.Template{Template: pat.Template{Address: "template.empty"}, Range: diag.Range{Filename: "main.pat.hcl",
		Start: diag.Pos{Line: 1, Column: 1}, End: diag.Pos{Line: 1, Column: 9, Byte: 8}}}
	return []*hcl.Template{plain, empty, hostileTemplate(hostile)}
}

// hostileTemplate has the text wherever a template can have one.
func hostileTemplate(text string) *hcl.Template {
	return &hcl.Template{
		Template: pat.Template{
			Address: "template.hostile[" + text + "]", Name: text, Description: text, TargetName: text,
			ExpiresIn:     pat.Expiry{Never: true},
			Permissions:   pat.Permissions{"gists": pat.Level(text), text: "read"},
			Repositories:  pat.Repositories{Patterns: []string{text, "octo-org/" + text + "*"}},
			Owners:        []string{text, "@octocat"},
			Justification: text,
			Endpoints:     []string{text},
			Labels:        map[string]string{text: text},
		},
		Module: text,
		Range: diag.Range{
			Filename: text,
			Start:    diag.Pos{Line: 7, Column: 1, Byte: 90}, End: diag.Pos{Line: 7, Column: 9, Byte: 98},
		},
	}
}

func templates(list ...*hcl.Template) report.Templates {
	return report.Templates{Version: "1.2.3", Catalog: catalog.Default(), List: list}
}

// write returns the templates in a format.
func write(t *testing.T, format string, ts report.Templates, color bool) string {
	t.Helper()
	f, err := report.TemplateFormatNamed(format)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.Write(&b, ts, report.Style{Color: color}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden holds text against a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// pageParts are the style, the script and the hashes of a page. They stand in
// files of their own, and other tests hold them.
var pageParts = regexp.MustCompile(`(?s)(<style>).*?(</style>)|(<script type="module">).*?(</script>)|(sha256-)[^ ]*?(&#39;)`)

// withoutParts returns a page without them; other formats have none.
func withoutParts(page string) string {
	return pageParts.ReplaceAllString(page, "$1$2$3$4$5$6")
}

// checkPlain finds what a terminal would obey or hide.
func checkPlain(t *testing.T, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar) {
			t.Fatalf("%U at byte %d of %q", r, i, text)
		}
	}
}
