package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// The elements of JUnit's XML that the usual readers know.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
		Output    string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Class   string       `xml:"classname,attr"`
		Name    string       `xml:"name,attr"`
		Error   *junitResult `xml:"error"`
		Failure *junitResult `xml:"failure"`
		Skipped *junitResult `xml:"skipped"`
		Output  string       `xml:"system-out,omitempty"`
	}
	junitResult struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// junit writes a suite for each organization and a case for each subject. A
// subject with errors fails, one whose errors are excepted is skipped, and what
// could not be read is a case with an error. Each suite says what a selection
// leaves out: a case without the findings that were not asked for looks well.
func (d *AuditDocument) junit(b *bytes.Buffer, _ palette) {
	all := junitSuites{Name: "patctl audit"}
	for _, g := range d.groups() {
		suite := d.junitSuite(g)
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Errors += suite.Errors
		all.Skipped += suite.Skipped
		all.Suites = append(all.Suites, suite)
	}
	out, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("encode JUnit: %v", err))
	}
	b.WriteString(xml.Header + string(out) + "\n")
}

func (d *AuditDocument) junitSuite(g *auditGroup) junitSuite {
	suite := junitSuite{Name: printable(g.login), Timestamp: d.GeneratedAt.UTC().Format(time.RFC3339), Output: d.hidden()}
	for _, gap := range g.gaps {
		suite.Errors++
		suite.Cases = append(suite.Cases, junitCase{
			Class: suite.Name + ".incomplete", Name: printable(gap.What),
			Error: &junitResult{Message: printable(gap.Why), Type: "incomplete"},
		})
	}
	for _, s := range g.subjects {
		c := newJUnitCase(s)
		if c.Failure != nil {
			suite.Failures++
		}
		if c.Skipped != nil {
			suite.Skipped++
		}
		suite.Cases = append(suite.Cases, c)
	}
	suite.Tests = len(suite.Cases)
	return suite
}

func newJUnitCase(s *AuditSubject) junitCase {
	c := junitCase{Class: printable(s.Organization) + "." + string(s.Kind), Name: s.label()}
	counts := countFindings(s.Findings)
	switch {
	case counts.Error > 0:
		c.Failure = &junitResult{
			Message: string(s.Verdict) + ": " + counts.String(), Type: string(s.Verdict), Text: s.details(),
		}
	case s.Verdict == pat.Excepted:
		c.Skipped = &junitResult{Message: "excepted"}
		c.Output = s.details()
	case len(s.Findings) > 0:
		c.Output = s.details()
	}
	return c
}

// details are the findings of a subject, a line each, and the link.
func (s *AuditSubject) details() string {
	var b bytes.Buffer
	for _, f := range s.Findings {
		b.WriteString(f.line() + "\n")
	}
	if s.FixURL != nil {
		b.WriteString("fix: " + printable(*s.FixURL) + "\n")
	}
	return b.String()
}

// line is a finding in one line that is safe to show.
func (f *AuditFinding) line() string {
	out := string(f.Severity)
	if f.ExceptedBy != nil {
		out += " (excepted by " + printable(*f.ExceptedBy) + ")"
	}
	return out + " " + printable(f.Rule) + ": " + printable(f.Message) + f.difference()
}

// compares reports whether a finding holds something actual against something
// declared, rather than a fact that the message gives.
func (f *AuditFinding) compares() bool {
	return f.Declared != nil || f.Permission != nil && f.Actual != nil
}

// difference says what is declared and what is actual, or is empty.
func (f *AuditFinding) difference() string {
	if !f.compares() {
		return ""
	}
	or := func(s *string) string {
		if s == nil {
			return "nothing"
		}
		return printable(*s)
	}
	return " Declared " + or(f.Declared) + " / actual " + or(f.Actual) + "."
}
