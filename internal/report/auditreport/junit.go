package auditreport

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// junit writes a suite for each organization and a case for each subject. A
// subject with errors fails, one whose errors are excepted is skipped, and what
// could not be read is a case with an error. Each suite says what a selection
// leaves out: a case without the findings that were not asked for looks well.
func (d *Document) junit(b *bufio.Writer, _ format.Palette) {
	groups := d.groups()
	if rest := d.ofNone(); len(rest.gaps)+len(rest.classic) > 0 {
		groups = append(groups, rest)
	}
	sums := make([]junitSums, len(groups))
	var all junitSums
	for i, g := range groups {
		sums[i] = g.junitSums()
		all.add(sums[i])
	}
	_, _ = b.WriteString(xml.Header)
	w := format.NewXMLWriter(b)
	w.Start("testsuites", all.attributes("patctl audit"))
	for i, g := range groups {
		d.junitSuite(b, w, g, sums[i])
	}
	w.End("testsuites")
	w.Flush()
	_ = b.WriteByte('\n')
}

// ofNone is what belongs to no organization of the audit.
func (d *Document) ofNone() *group {
	out := &group{login: "use of tokens"}
	for _, gap := range d.Incomplete {
		if gap.Organization == "" {
			out.gaps = append(out.gaps, gap)
		}
	}
	for i := range d.ClassicTokens {
		t := &d.ClassicTokens[i]
		if !slices.ContainsFunc(d.Organizations, func(o judged.Organization) bool { return o.Login == t.Organization }) {
			out.classic = append(out.classic, t)
		}
	}
	return out
}

func (d *Document) junitSuite(b *bufio.Writer, w format.XMLWriter, g *group, sums junitSums) {
	name := diag.Printable(g.login)
	w.Start("testsuite", append(sums.attributes(name), format.NewXMLAttr("timestamp", d.GeneratedAt.UTC().Format(time.RFC3339))))
	w.Element("properties", d.junitProperties(g.login))
	for _, gap := range g.gaps {
		w.Element("testcase", format.JUnitCase{
			Class: name + ".incomplete", Name: diag.Printable(gap.What),
			Error: &format.JUnitResult{Message: diag.Printable(gap.Why), Type: "incomplete"},
		})
	}
	w.Flush()
	format.InOrder(b, len(g.subjects), func(b *bufio.Writer, from, to int) {
		w := format.NewXMLPart(b, 2)
		for i := from; i < to; i++ {
			w.Element("testcase", newJUnitCase(g.at(i)))
		}
		w.Flush()
	})
	for _, t := range g.classic {
		w.Element("testcase", t.JUnitCase())
	}
	if hidden := d.hidden(); hidden != "" {
		w.Element("system-out", hidden)
	}
	w.End("testsuite")
}

// junitProperties say as of when an organization was audited, and when it was read.
func (d *Document) junitProperties(login string) format.JUnitProperties {
	at, read := d.datesOf(login)
	out := format.JUnitProperties{Properties: []format.JUnitProperty{{Name: "as_of", Value: format.Stamp(&at)}}}
	if read != nil {
		out.Properties = append(out.Properties, format.JUnitProperty{Name: "read_at", Value: format.Stamp(read)})
	}
	return out
}

// junitSums are the attributes of suites, which precede their cases.
type junitSums struct{ tests, failures, errors, skipped int }

func (g *group) junitSums() junitSums {
	sums := junitSums{tests: len(g.gaps) + len(g.subjects) + len(g.classic), errors: len(g.gaps)}
	for _, t := range g.classic {
		if judged.CountFindings(t.Findings).Error > 0 {
			sums.failures++
		}
	}
	for s := range g.each() {
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
		format.NewXMLAttr("name", name), format.NewXMLAttr("tests", strconv.Itoa(j.tests)), format.NewXMLAttr("failures", strconv.Itoa(j.failures)),
		format.NewXMLAttr("errors", strconv.Itoa(j.errors)), format.NewXMLAttr("skipped", strconv.Itoa(j.skipped)),
	}
}

// junitOutcome is what a case of JUnit can be.
type junitOutcome int

const (
	junitPassed junitOutcome = iota
	junitFailed
	junitSkipped
)

func outcomeOf(s *judged.Subject) junitOutcome {
	switch {
	case judged.CountFindings(s.Findings).Error > 0:
		return junitFailed
	case s.Verdict == pat.Excepted:
		return junitSkipped
	}
	return junitPassed
}

func newJUnitCase(s *judged.Subject) format.JUnitCase {
	c := format.JUnitCase{Class: diag.Printable(s.Organization) + "." + string(s.Kind), Name: s.Label()}
	switch outcome := outcomeOf(s); {
	case outcome == junitFailed:
		c.Failure = &format.JUnitResult{
			Message: string(s.Verdict) + ": " + judged.CountFindings(s.Findings).String(), Type: string(s.Verdict), Text: details(s),
		}
	case outcome == junitSkipped:
		c.Skipped = &format.JUnitResult{Message: "excepted"}
		c.Output = details(s)
	case len(s.Findings) > 0:
		c.Output = details(s)
	}
	return c
}

// details are the findings of a subject, a line each, and the link.
func details(s *judged.Subject) string {
	var b bytes.Buffer
	for _, f := range s.Findings {
		b.WriteString(f.Line() + "\n")
	}
	for _, why := range s.UnjudgedWhy {
		b.WriteString("could not be fully checked: " + diag.Printable(why) + "\n")
	}
	if s.Use != nil {
		b.WriteString(s.Use.Summary() + "\n")
		for _, line := range s.Use.Lines() {
			b.WriteString(line.Name + " = " + line.Value + ": " + line.Words + "\n")
		}
	}
	if label, url := s.Link(); url != nil {
		b.WriteString(label + ": " + diag.Printable(*url) + "\n")
	}
	return b.String()
}
