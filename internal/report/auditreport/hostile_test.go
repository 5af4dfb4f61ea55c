package auditreport_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

func TestAuditIsHarmless(t *testing.T) {
	for _, s := range formattest.Strangers {
		checkAudit(t, s)
	}
}

// FuzzAudit: no format can be broken out of, whatever the text.
func FuzzAudit(f *testing.F) {
	for _, s := range formattest.Strangers {
		mutate.AddFew(f, s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkAudit(t, s)
		checkUsed(t, s)
	})
}

func checkAudit(t *testing.T, s string) {
	d := auditreport.NewDocument(audittest.Of(s))
	out := map[string]string{}
	for _, format := range auditreport.FormatNames() {
		out[format] = audittest.Write(t, format, d, false)
		formattest.CheckPlain(t, strings.ReplaceAll(out[format], "\uFFFD", "?")) // which stands for bytes that are no text
	}
	audittest.CheckText(t, out["text"])
	checkAuditCSV(t, out["csv"])
	checkAuditJUnit(t, out["junit"], s)
	checkAuditSARIF(t, out["sarif"])
	checkAuditGitHub(t, out["github"])
	checkAuditMarkdown(t, out["markdown"])
	if read, err := auditreport.ReadDocument([]byte(out["json"])); err != nil || *read.Subjects.At(0).TokenName != "release-api" {
		t.Errorf("%q: %v", s, err)
	}
}

func checkAuditCSV(t *testing.T, out string) {
	if rows := checkCells(t, out); rows != 10 { // columns, gap, 7 subjects of which one has two findings
		t.Errorf("%d rows", rows)
	}
}

// checkCells returns the number of rows.
func checkCells(t *testing.T, out string) int {
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range slices.Concat(rows...) {
		if regexp.MustCompile(`^[ "]*[=+@-]|[\t\r\n]`).MatchString(cell) {
			t.Errorf("%q is a formula, or more than one line", cell)
		}
	}
	return len(rows)
}

func checkAuditJUnit(t *testing.T, out, s string) {
	var suites junitSuites
	if err := xml.Unmarshal([]byte(out), &suites); err != nil {
		t.Fatal(err)
	}
	if len(suites.Suites) != 2 || len(suites.Suites[0].Cases) != 7 || len(suites.Suites[1].Cases) != 1 {
		t.Fatalf("%q: %+v", s, suites)
	}
	want := diag.Printable(strings.ToValidUTF8(s, "\uFFFD"))
	named := func(name string) bool {
		return name == fmt.Sprintf(`token 4 "%s" of %s`, want, want) || s == "" && name == "token 4 of "
	}
	found := false
	for _, c := range suites.Suites[0].Cases {
		found = found || named(c.Name)
	}
	if !found {
		t.Errorf("no case for %q in %+v", want, suites)
	}
}

func checkAuditSARIF(t *testing.T, out string) {
	var log SARIFLog
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if len(run.Results) != 5 {
		t.Errorf("%d results", len(run.Results))
	}
	for _, r := range run.Results {
		if strings.Contains(r.Message.Text, "](") {
			t.Errorf("a link in %q", r.Message.Text)
		}
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("rule %d is not %s", r.RuleIndex, r.RuleID)
		}
	}
}

// checkAuditGitHub: the commands are those that patctl wrote, with what it
// wrote in their properties.
func checkAuditGitHub(t *testing.T, out string) {
	if commands := checkCommands(t, out); commands != 4 || strings.Count(out, "\n") != 6 {
		t.Errorf("%d commands in\n%s", commands, out)
	}
}

// checkCommands returns the number of commands.
func checkCommands(t *testing.T, out string) int {
	command := regexp.MustCompile(`^::(error|warning) title=[^:,]+(,file=tokens/[^:,]+,line=\d+,endLine=\d+)?::[^\r]*$`)
	commands := 0
	for line := range strings.Lines(strings.TrimSuffix(out, "\n")) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "::") {
			continue
		}
		commands++
		if !command.MatchString(line) {
			t.Errorf("%q", line)
		}
	}
	return commands
}

func checkAuditMarkdown(t *testing.T, out string) {
	found := checkNodes(t, out)
	for kind, want := range map[ast.NodeKind]int{
		ast.KindHeading: 4, tables.KindTable: 3, tables.KindTableRow: 2 + 5 + 5, tables.KindTableCell: 3*6 + 6*6 + 6*5,
		ast.KindLink: 1, ast.KindList: 2, ast.KindListItem: 3, ast.KindBlockquote: 1,
		ast.KindImage: 0, ast.KindAutoLink: 0, ast.KindHTMLBlock: 0, ast.KindFencedCodeBlock: 0, ast.KindCodeBlock: 0,
		tables.KindStrikethrough: 0, tables.KindTaskCheckBox: 0,
	} {
		if found[kind] != want {
			t.Errorf("%d of %s, want %d, in\n%s", found[kind], kind, want, out)
		}
	}
}

// checkNodes counts the nodes of a document, and finds those that nobody wrote.
func checkNodes(t *testing.T, out string) map[ast.NodeKind]int {
	source := []byte(out)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	found := map[ast.NodeKind]int{}
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		found[n.Kind()]++
		if html, ok := n.(*ast.HTMLBlock); ok && string(html.Lines().Value(source)) == "<!-- patctl:audit -->\n" {
			found[n.Kind()]--
			return ast.WalkContinue, nil
		}
		formattest.CheckNode(t, n, source)
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []ast.NodeKind{ast.KindImage, ast.KindAutoLink, ast.KindHTMLBlock, ast.KindCodeBlock} {
		if found[kind] > 0 {
			t.Errorf("%d of %s in\n%s", found[kind], kind, out)
		}
	}
	return found
}

// TestAuditSARIFIsValid holds the output against the schema that OASIS
// publishes, as the Go module github.com/owenrumney/go-sarif/v3 carries it.
func TestAuditSARIFIsValid(t *testing.T) {
	f, err := os.Open("testdata/sarif-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	source, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("sarif.json", source); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(formattest.Strangers, "plain") {
		d := auditreport.NewDocument(audittest.Of(s))
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(audittest.Write(t, "sarif", d, false)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// TestAuditSARIFPlaces: code scanning refuses a result without a place in the
// repository, and takes one with another fingerprint for another finding.
func TestAuditSARIFPlaces(t *testing.T) {
	var log SARIFLog
	if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(audittest.Of("x")), false)), &log); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range log.Runs[0].Results {
		if len(r.Locations) != 1 {
			t.Fatalf("%d locations", len(r.Locations))
		}
		place := r.Locations[0].PhysicalLocation
		got := fmt.Sprintf("%s:%d", place.ArtifactLocation.URI, place.Region.StartLine)
		if got != "tokens/ci/main.pat.hcl:3" && got != "tokens/ci/main.pat.hcl:1" {
			t.Errorf("%s is at %s", r.RuleID, got)
		}
		seen[r.PartialFingerprints["patctl/v1"]] = true
	}
	if len(seen) != len(log.Runs[0].Results) || seen[""] {
		t.Errorf("%d fingerprints for %d results", len(seen), len(log.Runs[0].Results))
	}
}

// TestAuditFingerprintsAreStable: neither time nor another name of a token
// makes a new alert of an old one.
func TestAuditFingerprintsAreStable(t *testing.T) {
	prints := func(change func(*audit.Subject)) []string {
		in := audittest.Of("x")
		for i := range in.Audit.Subjects {
			change(&in.Audit.Subjects[i])
		}
		var log SARIFLog
		if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(in), false)), &log); err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range log.Runs[0].Results {
			out = append(out, r.PartialFingerprints["patctl/v1"])
		}
		return out
	}
	before := prints(func(*audit.Subject) {})
	after := prints(func(s *audit.Subject) {
		s.TokenName, s.Owner, s.Organization = "new", "octocat", strings.ToUpper(s.Organization)
		for i := range s.Findings {
			s.Findings[i].Message += "!"
			if s.Findings[i].Rule == "unused-token" {
				s.Findings[i].Actual = "101"
			}
		}
	})
	if !slices.Equal(before, after) {
		t.Errorf("%s became %s", before, after)
	}
}

// TestAuditOfManyFindings: a report of 20,000 findings fits a comment and the
// annotations of a step, and says what it leaves out.
func TestAuditOfManyFindings(t *testing.T) {
	in := audittest.Of(strings.Repeat("x|", 40))
	drifted := in.Audit.Subjects[1]
	in.Audit.Subjects = nil
	for i := range 10000 {
		s := drifted
		s.ID, s.Organization = int64(i+1), []string{"octo-org", "octodemo"}[i%2]
		s.Kind = pat.KindToken
		in.Audit.Subjects = append(in.Audit.Subjects, s)
	}
	d := auditreport.NewDocument(in)
	markdown := audittest.Write(t, "markdown", d, false)
	if len(markdown) >= 65536 || len(markdown) < 50000 {
		t.Errorf("%d bytes", len(markdown))
	}
	cut := 0
	for _, m := range regexp.MustCompile(`(?m)^(\d+) of 5000 rows not shown`).FindAllStringSubmatch(markdown, -1) {
		var n int
		if _, err := fmt.Sscan(m[1], &n); err != nil {
			t.Fatal(err)
		}
		cut += n
	}
	rows := strings.Count(markdown, "\n| drifted |")
	if rows+cut != 10000 || rows < 100 {
		t.Errorf("%d rows are shown and %d said to be cut", rows, cut)
	}
	if !strings.HasPrefix(markdown, "<!-- patctl:audit -->\n") || !strings.Contains(markdown, d.Tally()) {
		t.Errorf("no marker, or no tally:\n%.500s", markdown)
	}
	annotations := audittest.Write(t, "github", d, false)
	if e, w := strings.Count(annotations, "\n::error "), strings.Count(annotations, "\n::warning "); e != 10 || w != 10 {
		t.Errorf("%d errors and %d warnings are annotated", e, w)
	}
	if !strings.Contains(annotations, "Only 10 of 10001 errors have annotations") {
		t.Errorf("nothing says what is left out:\n%s", annotations)
	}
}

// TestAuditSARIFIsNotTooLarge: GitHub refuses a file with more results than
// 25,000, so that the lightest are left out, which is said.
func TestAuditSARIFIsNotTooLarge(t *testing.T) {
	in := audittest.Of("x")
	drifted := in.Audit.Subjects[1] // with an error and a warning
	in.Audit.Subjects = nil
	for i := range 13000 {
		s := drifted
		s.ID = int64(i + 1)
		in.Audit.Subjects = append(in.Audit.Subjects, s)
	}
	var log SARIFLog
	if err := json.Unmarshal([]byte(audittest.Write(t, "sarif", auditreport.NewDocument(in), false)), &log); err != nil {
		t.Fatal(err)
	}
	errors := 0
	for _, r := range log.Runs[0].Results {
		if r.Level == "error" {
			errors++
		}
	}
	if n := len(log.Runs[0].Results); n != 25000 || errors != 13000 {
		t.Errorf("%d results, of which %d are errors", n, errors)
	}
	notes := log.Runs[0].Invocations[0].ToolExecutionNotifications
	if got := notes[len(notes)-1].Message.Text; !strings.HasPrefix(got, "1000 more findings of the lowest severity omitted") {
		t.Errorf("it says %q", got)
	}
}

// TestAuditRuleOfStrangers: a document that somebody changed may name any rule,
// with which a line of the text begins.
func TestAuditRuleOfStrangers(t *testing.T) {
	for _, s := range formattest.Strangers {
		in := audittest.Of("x")
		for i := range in.Audit.Subjects {
			for k := range in.Audit.Subjects[i].Findings {
				f := &in.Audit.Subjects[i].Findings[k]
				f.Rule, f.Message = s, s
			}
			in.Audit.Subjects[i].UnjudgedWhy = []string{s}
		}
		out := audittest.Write(t, "text", auditreport.NewDocument(in), false)
		formattest.CheckPlain(t, strings.ReplaceAll(out, "\uFFFD", "?"))
		audittest.CheckText(t, out)
	}
}
