package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// What is committed must be what the facts give.
func TestGeneratedFilesAreFresh(t *testing.T) {
	files, err := generate(os.DirFS("../facts"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		committed, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		// Two versions of Go may compress one text in two ways.
		fresh, committed := unpacked(t, name, files[name]), unpacked(t, name, committed)
		if diff := cmp.Diff(string(fresh), strings.ReplaceAll(string(committed), "\r\n", "\n")); diff != "" {
			t.Errorf("%s is stale: run go generate ./internal/catalog\n-fresh +committed:\n%s", name, diff)
		}
	}
}

// unpacked is what a file says, compressed or not.
func unpacked(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	if !strings.HasSuffix(name, ".gz") {
		return content
	}
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const (
	permissionColumns = "parameter\tdisplay_name\tsection\tlevels\tstatus\tinstead\tin_docs_of_the_first_day\tnote\twhere\n"
	endpointColumns   = "method\tpath\tpermission_sets\tdoc\tsource\tcondition\tpublic_read\tgrade\tevidence\n"
	unlistedColumns   = "method\tpath\tfine_grained\tsource\tgithub_app\tcategory\tpublic_read\tcondition\tgrade\tevidence\n"
	enterpriseColumns = "method\tpath\twhere\tfine_grained\tpermission_sets\tgithub_app\tapp_permission_sets\tgrade\tsource\tnote\n"
)

// facts gives facts without a mistake but for the rows that are added.
func facts(permissions, endpoints, unlisted string) fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tables := fstest.MapFS{
		"permissions.tsv": file(permissionColumns +
			"issues\tIssues\trepository\tread,write\tdocumented\t\tyes\t\t\n" +
			"packages\tPackages\trepository\tread\tapp_only\t\tno\t\t\n" + permissions),
		"endpoints.tsv": file(endpointColumns +
			"GET\t/repos/{owner}/{repo}/issues\tissues:read\tissues/issues/list\tdata\t\tyes\tproven\t\n" + endpoints),
		"unlisted.tsv":             file(unlistedColumns + "GET\t/zen\tyes\tjudgement\ttrue\tmeta/meta\t\t\tproven\t\n" + unlisted),
		"endpoints-enterprise.tsv": file(enterpriseColumns + "GET\t/scim\tghec\tno\t\tyes\t\tjudged\topenapi\t\n"),
	}
	tables["sources.tsv"] = file("source\tversion\tread\taddress\npermissions\tv1\t2026-11-28\thttps://docs.github.com/rest\n")
	tables["notes.tsv"] = file("method\tpath\tnote\tsource\nGET\t/repos/{owner}/{repo}/issues\tSome are hidden.\tjudgement\n")
	for _, name := range compactTables {
		tables[name+".tsv"] = file("a\tb\n")
	}
	return tables
}

func TestGenerate(t *testing.T) {
	files, err := generate(facts("", "", "PUT\t/zen\tneeds issues:write\tdocs\tfalse\tmeta/meta\t\t\tproven\t\n"))
	if err != nil {
		t.Fatal(err)
	}
	if code := string(files["permissions_gen.go"]); !strings.HasPrefix(code, "// Code generated ") ||
		!strings.Contains(code, `{Name: "issues", DisplayName: "Issues", Section: "repository", Status: "documented", Levels: []pat.Level{"read", "write"}},`) {
		t.Errorf("permissions_gen.go:\n%s", code)
	}
	_, body, _ := strings.Cut(string(files["endpoints.txt"]), "\nset")
	want := ` issues:read
set issues:write
page issues/issues
page enterprise/enterprise
page meta/meta
note Some are hidden.
/repos/{owner}/{repo}/issues
 GET 0 0 list data - - yes proven - 0
/scim
 GET no 1 - description app - - judged ghec -
/zen
 GET yes 2 - judgement app - - proven - -
 PUT 1 2 - docs - - - proven - -
`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("endpoints.txt -want +got:\n%s", diff)
	}
}

func TestMistakesInPermissions(t *testing.T) {
	for row, want := range map[string]string{
		"x\tX\trepository\tread\tfine\t\tno\t":             `permissions.tsv:4: status is "fine", not one of`,
		"x\tX\tenterprise\tread\tdocumented\t\tno\t":       `permissions.tsv:4: section is "enterprise"`,
		"X y\tX\trepository\tread\tdocumented\t\tno\t":     `permissions.tsv:4: parameter is "X y", not a name`,
		"x\t \trepository\tread\tdocumented\t\tno\t":       `permissions.tsv:4: "x" has no display name`,
		"x\tX\trepository\t\tdocumented\t\tno\t":           `permissions.tsv:4: levels is "", but status is "documented"`,
		"x\tX\trepository\twrite,read\tdocumented\t\tno\t": `permissions.tsv:4: levels is "write,read": level "read" is unknown or in the wrong order`,
		"x\tX\trepository\tpush\tdocumented\t\tno\t":       `level "push" is unknown`,
		"x\tX\trepository\t\tmistaken\t\tno\t":             `permissions.tsv:4: instead is "", which has no row`,
		"x\tX\trepository\t\tmistaken\tissue\tno\t":        `permissions.tsv:4: instead is "issue", which has no row`,
		"x\tX\trepository\t\tmistaken\tpackages\tno\t":     `instead is "packages", whose status is "app_only"`,
		"x\tX\taccount\t\tmistaken\tissues\tno\t":          `instead is "issues", which is in another section`,
		"x\tX\trepository\tread\tdocumented\tissues\tno\t": `instead is "issues", but status is "documented"`,
		"issues\tI\trepository\tread\tdocumented\t\tno\t":  `permissions.tsv:4: a second row for "issues"`,
		"x\tX\trepository":                                 `permissions.tsv:4: 4 cells, not 9`,
	} {
		wantMistake(t, facts(row+"\t\n", "", ""), want)
	}
}

func TestMistakesInEndpoints(t *testing.T) {
	for row, want := range map[string]string{
		"GET\t/x\tissue:read\ta/b/c\tdata":                             `endpoints.tsv:3: a set names "issue", which is no permission`,
		"GET\t/x\tissues:admin\ta/b/c\tdata":                           `endpoints.tsv:3: a set names "issues" at the level "admin"`,
		"GET\t/x\tissues\ta/b/c\tdata":                                 `a set names "issues" at the level ""`,
		"GET\t/x\t\ta/b/c\tdata":                                       `a set names ""`,
		"GET\t/x\tpackages:read\ta/b/c\tdata":                          `a set names "packages", whose status is "app_only"`,
		"GET\t/x\tissues:read + issues:write\ta/b/c\tdata":             `a set names "issues" twice`,
		"HEAD\t/x\tissues:read\ta/b/c\tdata":                           `endpoints.tsv:3: method is "HEAD"`,
		"GET\tx\tissues:read\ta/b/c\tdata":                             `path is "x", not a path`,
		"GET\t/x/{y\tissues:read\ta/b/c\tdata":                         `path is "/x/{y", not a path`,
		"GET\t/x\tissues:read\ta/b\tdata":                              `doc is "a/b", not group/page/anchor`,
		"GET\t/x\tissues:read\ta/b/c\trumour":                          `source is "rumour"`,
		"GET\t/repos/{o}/{r}/issues\tissues:read\tissues/b/list\tdata": `endpoints.tsv:3: GET /repos/{o}/{r}/issues stands already at endpoints.tsv:2`,
	} {
		wantMistake(t, facts("", row+"\t\t\tproven\t\n", ""), want)
	}
	for row, want := range map[string]string{
		"GET\t/x\tmaybe\tdata\ttrue\ta/b":                 `unlisted.tsv:3: fine_grained is "maybe"`,
		"GET\t/x\tunknown\tdata\ttrue\ta/b":               `unlisted.tsv:3: source is "data"`,
		"GET\t/x\tno\t\ttrue\ta/b":                        `unlisted.tsv:3: source is ""`,
		"GET\t/x\tno\tdata\tperhaps\ta/b":                 `unlisted.tsv:3: github_app is "perhaps"`,
		"GET\t/x\tno\tdata\ttrue\ta":                      `unlisted.tsv:3: category is "a"`,
		"GET\t/x\tneeds issues:admin\tdata\ttrue\ta/b":    `unlisted.tsv:3: a set names "issues" at the level "admin"`,
		"GET\t/repos/{o}/{r}/issues\tno\tdata\ttrue\ta/b": `unlisted.tsv:3: GET /repos/{o}/{r}/issues stands already at endpoints.tsv:2`,
	} {
		wantMistake(t, facts("", "", row+"\t\t\tproven\t\n"), want)
	}
}

func TestMistakesInFiles(t *testing.T) {
	missing := facts("", "", "")
	delete(missing, "unlisted.tsv")
	wantMistake(t, missing, "unlisted.tsv")
	columns := facts("", "", "")
	columns["endpoints.tsv"] = &fstest.MapFile{Data: []byte("method\tpath\n")}
	wantMistake(t, columns, "endpoints.tsv:1: the columns are")
	wantMistake(t, facts("x\n", "x\n", "x\n"), "permissions.tsv:4: 1 cells, not 9\nendpoints.tsv:3: 1 cells, not 9\nunlisted.tsv:3: 1 cells, not 10")
	dated := facts("", "", "")
	dated["sources.tsv"] = &fstest.MapFile{Data: []byte("source\tversion\tread\taddress\nx\t\tyesterday\tftp://x\n")}
	wantMistake(t, dated, `sources.tsv:2: read is "yesterday"`)
	wantMistake(t, dated, `sources.tsv:2: address is "ftp://x"`)
	noted := facts("", "", "")
	noted["notes.tsv"] = &fstest.MapFile{Data: []byte("method\tpath\tnote\tsource\nGET\t/nowhere\tx\t\nGET\t/zen\t\t\n")}
	wantMistake(t, noted, "notes.tsv:2: GET /nowhere is no endpoint")
	wantMistake(t, noted, "notes.tsv:3: a note is empty")
	short := facts("", "", "")
	short["graphql.tsv"] = &fstest.MapFile{Data: []byte("kind\tname\nfield\n")}
	wantMistake(t, short, "graphql.tsv:2: 1 cells, not 2")
}

func wantMistake(t *testing.T, facts fstest.MapFS, want string) {
	t.Helper()
	files, err := generate(facts)
	if err == nil || files != nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one with %q and no files", err, want)
	}
}
