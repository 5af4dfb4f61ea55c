package testreport

import (
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// junit writes a suite for each file, and a case for each case.
func (d *Document) junit(b *bytes.Buffer, _ format.Palette) {
	b.WriteString(xml.Header)
	w := format.NewXMLWriter(b)
	w.Start("testsuites", junitCounts("patctl test", d.Cases))
	for from := 0; from < len(d.Cases); {
		to := from
		for to < len(d.Cases) && d.Cases[to].File == d.Cases[from].File {
			to++
		}
		d.junitSuite(w, d.Cases[from:to])
		from = to
	}
	w.End("testsuites")
	w.Flush()
	b.WriteByte('\n')
}

func (d *Document) junitSuite(w format.XMLWriter, cases []Case) {
	attributes := junitCounts(diag.Printable(cases[0].File), cases)
	w.Start("testsuite", append(attributes, format.NewXMLAttr("timestamp", d.AsOf.Format(time.RFC3339))))
	for i := range cases {
		w.Element("testcase", newJUnitCase(&cases[i]))
	}
	w.End("testsuite")
}

// junitCounts are the attributes of suites, which precede their cases.
func junitCounts(name string, cases []Case) []xml.Attr {
	failures := 0
	for i := range cases {
		if cases[i].Failed() {
			failures++
		}
	}
	return []xml.Attr{
		format.NewXMLAttr("name", name), format.NewXMLAttr("tests", strconv.Itoa(len(cases))),
		format.NewXMLAttr("failures", strconv.Itoa(failures)), format.NewXMLAttr("errors", "0"), format.NewXMLAttr("skipped", "0"),
	}
}

func newJUnitCase(c *Case) format.JUnitCase {
	out := format.JUnitCase{Class: diag.Printable(c.File), Name: diag.Printable(c.Title)}
	if !c.Failed() {
		return out
	}
	lines := []string{c.Place()}
	if subject := c.subjectText(); subject != "" {
		lines = append(lines, subject)
	}
	lines = append(append(lines, c.differences()...), c.about()...)
	out.Failure = &format.JUnitResult{Message: diag.Printable(c.sentence()), Type: statusFailed, Text: strings.Join(lines, "\n") + "\n"}
	return out
}
