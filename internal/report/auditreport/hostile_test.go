package auditreport_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

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
