package report

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// junit writes a suite for each organization and a case for each subject. A
// subject with errors fails, one whose errors are excepted is skipped, and what
// could not be read is a case with an error. Each suite says what a selection
// leaves out: a case without the findings that were not asked for looks well.
func (d *AuditDocument) junit(b *bufio.Writer, _ palette) {
	groups := d.groups()
	sums := make([]junitSums, len(groups))
	var all junitSums
	for i, g := range groups {
		sums[i] = g.junitSums()
		all.add(sums[i])
	}
	_, _ = b.WriteString(xml.Header)
	w := newXMLWriter(b)
	w.start("testsuites", all.attributes("patctl audit"))
	for i, g := range groups {
		d.junitSuite(w, g, sums[i])
	}
	w.end("testsuites")
	w.flush()
	_ = b.WriteByte('\n')
}

func (d *AuditDocument) junitSuite(w xmlWriter, g *auditGroup, sums junitSums) {
	name := diag.Printable(g.login)
	w.start("testsuite", append(sums.attributes(name), newXMLAttr("timestamp", d.GeneratedAt.UTC().Format(time.RFC3339))))
	w.element("properties", d.junitProperties(g.login))
	for _, gap := range g.gaps {
		w.element("testcase", junitCase{
			Class: name + ".incomplete", Name: diag.Printable(gap.What),
			Error: &junitResult{Message: diag.Printable(gap.Why), Type: "incomplete"},
		})
	}
	for _, s := range g.subjects {
		w.element("testcase", newJUnitCase(s))
	}
	if hidden := d.hidden(); hidden != "" {
		w.element("system-out", hidden)
	}
	w.end("testsuite")
}

// junitProperties say as of when an organization was audited, and when it was read.
func (d *AuditDocument) junitProperties(login string) junitProperties {
	at := d.asOfOrganization(login)
	out := junitProperties{[]junitProperty{{"as_of", stamp(&at)}}}
	if read := d.readAt(login); read != nil {
		out.Properties = append(out.Properties, junitProperty{"read_at", stamp(read)})
	}
	return out
}

// junitSums are the attributes of suites, which stand before their cases.
type junitSums struct{ tests, failures, errors, skipped int }

func (g *auditGroup) junitSums() junitSums {
	sums := junitSums{tests: len(g.gaps) + len(g.subjects), errors: len(g.gaps)}
	for _, s := range g.subjects {
		switch outcomeOf(s) {
		case junitFailed:
			sums.failures++
		case junitSkipped:
			sums.skipped++
		}
	}
	return sums
}

func (j *junitSums) add(o junitSums) {
	j.tests += o.tests
	j.failures += o.failures
	j.errors += o.errors
	j.skipped += o.skipped
}

func (j *junitSums) attributes(name string) []xml.Attr {
	return []xml.Attr{
		newXMLAttr("name", name), newXMLAttr("tests", strconv.Itoa(j.tests)), newXMLAttr("failures", strconv.Itoa(j.failures)),
		newXMLAttr("errors", strconv.Itoa(j.errors)), newXMLAttr("skipped", strconv.Itoa(j.skipped)),
	}
}

// junitOutcome is what a case of JUnit can be.
type junitOutcome int

const (
	junitPassed junitOutcome = iota
	junitFailed
	junitSkipped
)

func outcomeOf(s *AuditSubject) junitOutcome {
	switch {
	case countFindings(s.Findings).Error > 0:
		return junitFailed
	case s.Verdict == pat.Excepted:
		return junitSkipped
	}
	return junitPassed
}

func newJUnitCase(s *AuditSubject) junitCase {
	c := junitCase{Class: diag.Printable(s.Organization) + "." + string(s.Kind), Name: s.label()}
	switch outcome := outcomeOf(s); {
	case outcome == junitFailed:
		c.Failure = &junitResult{
			Message: string(s.Verdict) + ": " + countFindings(s.Findings).String(), Type: string(s.Verdict), Text: details(s),
		}
	case outcome == junitSkipped:
		c.Skipped = &junitResult{Message: "excepted"}
		c.Output = details(s)
	case len(s.Findings) > 0:
		c.Output = details(s)
	}
	return c
}

// details are the findings of a subject, a line each, and the link.
func details(s *AuditSubject) string {
	var b bytes.Buffer
	for _, f := range s.Findings {
		b.WriteString(findingText(&f) + "\n")
	}
	for _, why := range s.UnjudgedWhy {
		b.WriteString("could not be judged in full: " + diag.Printable(why) + "\n")
	}
	if label, url := s.link(); url != nil {
		b.WriteString(label + ": " + diag.Printable(*url) + "\n")
	}
	return b.String()
}

// findingText is a finding in one line that is safe to show.
func findingText(f *AuditFinding) string {
	out := string(f.Severity)
	if f.ExceptedBy != nil {
		out += " (excepted by " + diag.Printable(*f.ExceptedBy) + ")"
	}
	return out + " " + diag.Printable(f.Rule) + ": " + diag.Printable(f.Message) + f.difference()
}
