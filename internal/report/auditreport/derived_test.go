package auditreport_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestEveryNumberIsChecked: a report in which a number was edited that follows from
// others is not read, with subjects and without.
func TestEveryNumberIsChecked(t *testing.T) {
	for _, summary := range []bool{false, true} {
		in := audittest.Of("x")
		in.Audit.Gaps = nil
		d := auditreport.NewDocument(in)
		if d.Summary.CoveragePercent == nil {
			t.Fatal("no coverage to edit")
		}
		if summary {
			d.Summarize()
		}
		saved := audittest.Write(t, "json", d, false)
		if _, err := auditreport.ReadDocument([]byte(saved)); err != nil {
			t.Fatal(err)
		}
		edited := 0
		for _, by := range []int{1, -1} {
			edited += editNumbers(t, saved, by)
		}
		if edited < 30 {
			t.Errorf("only %d numbers were edited", edited)
		}
	}
}

// editNumbers changes each number in the counts of a document.
func editNumbers(t *testing.T, saved string, by int) (edited int) {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(saved), &document); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, value any)
	try := func(path string, set func(float64), was float64) {
		set(was + float64(by))
		text, err := json.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := auditreport.ReadDocument(text); err == nil {
			t.Errorf("%s is %v instead of %v, and the report is read", path, was+float64(by), was)
		}
		edited++
		set(was)
	}
	walk = func(path string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, inner := range value {
				if number, ok := inner.(float64); ok {
					try(path+"."+key, func(n float64) { value[key] = n }, number)
				}
				walk(path+"."+key, inner)
			}
		case []any:
			for i, inner := range value {
				walk(fmt.Sprintf("%s.%d", path, i), inner)
			}
		}
	}
	walk("summary", document["summary"])
	walk("breakdown", document["breakdown"])
	for _, o := range document["organizations"].([]any) {
		o := o.(map[string]any)
		try("templates", func(n float64) { o["templates"] = n }, o["templates"].(float64))
	}
	return edited
}

// TestVerdictsFollow: a report whose verdicts, or whose sums, were edited along with
// each other is not read.
func TestVerdictsFollow(t *testing.T) {
	saved := audittest.Write(t, "json", auditreport.NewDocument(audittest.Of("x")), false)
	for name, contradict := range map[string]func(d *auditreport.Document, s *judged.Subject){
		"drifted to conforming": func(d *auditreport.Document, s *judged.Subject) { s.Verdict = "conforming" },
		"drifted to excepted":   func(d *auditreport.Document, s *judged.Subject) { s.Verdict = "excepted" },
		"drifted to undeclared": func(d *auditreport.Document, s *judged.Subject) { s.Verdict = "undeclared" },
		"without its findings":  func(d *auditreport.Document, s *judged.Subject) { s.Findings = nil },
		"without its template":  func(d *auditreport.Document, s *judged.Subject) { s.Template = nil },
		"judged, and why not":   func(d *auditreport.Document, s *judged.Subject) { s.UnjudgedWhy = []string{"x"} },
		"expired, and not":      func(d *auditreport.Document, s *judged.Subject) { s.ExpiresAt = &d.GeneratedAt },
		"an exception of no use": func(d *auditreport.Document, s *judged.Subject) {
			d.Exceptions[0].Unused, d.Exceptions[0].Covered = true, 1
		},
	} {
		d, err := auditreport.ReadDocument([]byte(saved))
		if err != nil {
			t.Fatal(err)
		}
		asOf := d.GeneratedAt
		for i := range d.Organizations {
			d.Organizations[i].AsOf = &asOf
		}
		done := false
		change(d, func(_ int, s *judged.Subject) {
			if !done && s.Verdict == "drifted" && !s.Unjudged {
				contradict(d, s)
				done = true
			}
		})
		if _, err := auditreport.ReadDocument([]byte(audittest.Write(t, "json", recounted(d), false))); err == nil || strings.Contains(err.Error(), "summary") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// change changes subjects by their place.
func change(d *auditreport.Document, how func(i int, s *judged.Subject)) {
	out := judged.NewSubjects()
	for i, s := range d.Subjects.All() {
		how(i, s)
		out.Add(s)
	}
	d.Subjects = out
}

// recounted is a document whose sums are those of its subjects.
func recounted(d *auditreport.Document) *auditreport.Document {
	d.Summary.Requests, d.Summary.Tokens, d.Summary.Findings = judged.VerdictCounts{}, judged.VerdictCounts{}, format.FindingCounts{}
	for _, s := range d.Subjects.All() {
		c := &d.Summary.Tokens
		if s.Kind == "request" {
			c = &d.Summary.Requests
		}
		c.Total++
		switch s.Verdict {
		case "conforming":
			c.Conforming++
		case "drifted":
			c.Drifted++
		case "undeclared":
			c.Undeclared++
		case "excepted":
			c.Excepted++
		}
		for _, f := range s.Findings {
			switch {
			case f.ExceptedBy != nil:
				d.Summary.Findings.Excepted++
			case f.Severity == "error":
				d.Summary.Findings.Error++
			case f.Severity == "warning":
				d.Summary.Findings.Warning++
			default:
				d.Summary.Findings.Notice++
			}
		}
	}
	return d
}

func TestReportIsReadInOneWay(t *testing.T) {
	formattest.CheckReadInOneWay(t, audittest.Write(t, "json", auditreport.NewDocument(audittest.Of("x")), false), readAudit, map[string][2]string{
		"twice": {`"complete": false`, `"complete": true, "complete": false`},
		"case":  {`"incomplete": [`, `"Incomplete": [], "incomplete": [`},
		"inner": {`"verdict": "drifted"`, `"verdict": "conforming", "verdict": "drifted"`},
	})
}

func readAudit(data []byte) error {
	_, err := auditreport.ReadDocument(data)
	return err
}
