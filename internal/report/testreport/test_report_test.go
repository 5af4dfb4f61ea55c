package testreport_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/testreport"
	"github.com/patctl/patctl/internal/testcase"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/hcl"
)

// document is a run of cases whose every text is the same: one that passed, a request, a link,
// and a token of a snapshot that failed.
func document(text string) *testreport.Document {
	file := &testcase.File{Name: text}
	at := func(line int) diag.Range {
		return diag.Range{Filename: text, Start: diag.Pos{Line: line, Column: 1}, End: diag.Pos{Line: line, Column: 9, Byte: 8}}
	}
	address := "template.x[" + text + "]"
	findings := []audit.Finding{
		{Rule: "policy:" + text, Severity: pat.SeverityError, Message: text},
		{Rule: "permission-extra", Severity: pat.SeverityError, Message: text, ExceptedBy: text},
	}
	subject := func(kind pat.Kind) *audit.Subject {
		return &audit.Subject{
			Grant:   pat.Grant{Kind: kind, ID: 7, TokenID: 8, TokenName: text, Owner: text},
			Verdict: pat.Drifted, Organization: text, Template: &hcl.Template{Template: pat.Template{Address: address}}, Findings: findings,
		}
	}
	none := ""
	results := []testcase.Result{
		{
			File: file, Case: &testcase.Case{Kind: testcase.Request, Name: text, Range: at(1), Expect: testcase.Expectation{Verdict: pat.Drifted}},
			Subject: subject(pat.KindRequest),
		},
		{
			File: file, Case: &testcase.Case{Kind: testcase.Token, Name: text, Range: at(4), Expect: testcase.Expectation{Template: &none, Findings: []string{text}}},
			Subject: subject(pat.KindToken), Doubts: []string{"The policy " + text},
			Differences: []testcase.Difference{{Attribute: "template", Expected: "null", Actual: address}, {Attribute: "findings", Expected: "[" + text + "]", Actual: "[]"}},
		},
		{
			File: file, Case: &testcase.Case{Kind: testcase.Link, Name: text, Range: at(9), Expect: testcase.Expectation{Status: "ok"}},
			Link: &testcase.LinkResult{Status: "error", Template: address, Problems: []linkcheck.Problem{
				{Code: "unknown-parameter", Severity: pat.SeverityError, Summary: "Unknown parameter", Message: text},
			}},
			Differences: []testcase.Difference{{Attribute: "status", Expected: `"ok"`, Actual: `"error"`}},
		},
		{
			File: file, Case: &testcase.Case{Kind: testcase.Snapshot, Name: text, Range: at(12), Expect: testcase.Expectation{Verdict: pat.Conforming}},
			Subject:     subject(pat.KindToken),
			Differences: []testcase.Difference{{Attribute: "verdict", Expected: `"conforming"`, Actual: `"drifted"`}},
		},
	}
	return testreport.NewDocument(testreport.Input{
		Version: "1.2.3", AsOf: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Directory: "tokens", Results: results,
		Untouched: &testcase.Untouched{Templates: []string{address}, Policies: []string{text}, Rules: []string{text}},
	})
}

func render(t *testing.T, name string, d *testreport.Document, style format.Style) string {
	t.Helper()
	f, err := testreport.FormatNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(f.Render(d, style))
}

func TestFormatsGolden(t *testing.T) {
	for _, name := range testreport.FormatNames() {
		t.Run(name, func(t *testing.T) {
			got := render(t, name, document(formattest.Hostile), format.Style{})
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
			formattest.Golden(t, "tests_"+name, got)
		})
	}
}

// TestFormatsAreNotBrokenOut: no text of a test file or a snapshot adds a line, a command for
// the log of a workflow, or an element.
func TestFormatsAreNotBrokenOut(t *testing.T) {
	for _, name := range testreport.FormatNames() {
		lines := strings.Count(render(t, name, document("x"), format.Style{}), "\n")
		for _, text := range formattest.Strangers {
			got := render(t, name, document(text), format.Style{})
			formattest.CheckPlain(t, strings.ReplaceAll(got, "\uFFFD", "?"))
			if n := strings.Count(got, "\n"); n != lines {
				t.Errorf("%s with %q has %d lines, not %d", name, text, n, lines)
			}
			for line := range strings.Lines(got) {
				if strings.Contains(line, "##[") || strings.HasPrefix(line, "::") && (name != "github" || !strings.HasPrefix(line, "::error title=Test failed,file=")) {
					t.Errorf("%s with %q: a log would obey %q", name, text, line)
				}
			}
		}
	}
}

// TestJUnitCounts: what reads the file sees each case once, and fails for those that failed.
func TestJUnitCounts(t *testing.T) {
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(render(t, "junit", document(formattest.Hostile), format.Style{})), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 4 || suites.Failures != 3 || len(suites.Suites) != 1 || len(suites.Suites[0].Cases) != 4 {
		t.Errorf("%+v", suites)
	}
}

func TestManyAnnotationsAreCut(t *testing.T) {
	d := document("x")
	for range 4 {
		d.Cases = append(d.Cases, d.Cases[1:4]...)
	}
	got := render(t, "github", d, format.Style{})
	if n := strings.Count(got, "::error"); n != 10 || !strings.Contains(got, "Only 10 of 15 errors have annotations; the text of patctl test has all of them.\n") {
		t.Errorf("%d annotations in\n%s", n, got)
	}
	if strings.Count(got, ",file=tokens/x,line=4,") == 0 {
		t.Errorf("no place in the repository in\n%s", got)
	}
}
