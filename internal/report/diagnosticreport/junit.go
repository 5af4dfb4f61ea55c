package diagnosticreport

import (
	"bytes"
	"encoding/xml"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// junit writes one suite: a case for each file, which fails where the file has errors,
// and a case for each error that belongs to no file. Warnings are output of the case.
func (d *Document) junit(b *bytes.Buffer, _ format.Style) {
	cases := d.junitCases()
	failures := 0
	for _, c := range cases {
		if c.Failure != nil {
			failures++
		}
	}
	counts := []xml.Attr{
		format.NewXMLAttr("name", "patctl validate"), format.NewXMLAttr("tests", strconv.Itoa(len(cases))),
		format.NewXMLAttr("failures", strconv.Itoa(failures)), format.NewXMLAttr("errors", "0"), format.NewXMLAttr("skipped", "0"),
	}
	b.WriteString(xml.Header)
	w := format.NewXMLWriter(b)
	w.Start("testsuites", counts)
	w.Start("testsuite", counts)
	for _, c := range cases {
		w.Element("testcase", c)
	}
	w.End("testsuite")
	w.End("testsuites")
	w.Flush()
	b.WriteByte('\n')
}

func (d *Document) junitCases() []format.JUnitCase {
	byFile := map[string]diag.Diagnostics{}
	names := slices.Clone(d.Files)
	for _, of := range d.Diagnostics {
		name := ""
		if of.Subject != nil {
			name = of.Subject.Filename
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		byFile[name] = append(byFile[name], of)
	}
	slices.Sort(names)
	var cases []format.JUnitCase
	for _, name := range names {
		cases = append(cases, d.junitCase(name, byFile[name]))
	}
	return cases
}

// junitCase is the case of a file, or of the whole configuration for "".
func (d *Document) junitCase(name string, diags diag.Diagnostics) format.JUnitCase {
	shown := path.Join(d.Directory, name)
	out := format.JUnitCase{Class: "validate", Name: diag.Printable(shown)}
	var failures, warnings []string
	for _, of := range diags {
		line := diag.Printable(of.Summary + ": " + message(of))
		if of.Subject != nil && of.Subject.Start.Line > 0 {
			line = "line " + strconv.Itoa(of.Subject.Start.Line) + ": " + line
		}
		if diag.IsError(of) {
			failures = append(failures, line)
		} else {
			warnings = append(warnings, line)
		}
	}
	if len(failures) > 0 {
		out.Failure = &format.JUnitResult{Message: format.Count(len(failures), "error"), Type: "error", Text: strings.Join(failures, "\n")}
	}
	out.Output = strings.Join(warnings, "\n")
	return out
}
