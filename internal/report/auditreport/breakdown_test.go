package auditreport_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestAuditSummary: counts take the place of the subjects, in any order of the
// input, and add up to what the whole report says.
func TestAuditSummary(t *testing.T) {
	in := audittest.Of(strings.ReplaceAll(formattest.Hostile, "\xff", ""))
	whole := auditreport.NewDocument(in)
	d := auditreport.NewDocument(in)
	d.Summarize()
	slices.Reverse(in.Audit.Subjects)
	reversed := auditreport.NewDocument(in)
	reversed.Summarize()
	for _, format := range auditreport.SummaryFormats() {
		out := audittest.Write(t, format, d, false)
		if again := audittest.Write(t, format, reversed, false); again != out {
			t.Errorf("%s shows the order of the input:\n%s", format, cmp.Diff(out, again))
		}
		if format != "json" && (!strings.Contains(out, "permission-elevated") || !strings.Contains(out, "octo-org") || !strings.Contains(out, whole.Tally())) {
			t.Errorf("%s lacks counts:\n%s", format, out)
		}
		if strings.Contains(out, "release-web") {
			t.Errorf("%s names a token:\n%s", format, out)
		}
		formattest.CheckPlain(t, out)
	}
	saved := audittest.Write(t, "json", d, false)
	read, err := auditreport.ReadDocument([]byte(saved))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved, audittest.Write(t, "json", read, false)); diff != "" {
		t.Error(diff)
	}
	if _, err := auditreport.Compare(read, whole); err == nil {
		t.Error("everything looks new beside a summary")
	}
}

// TestAuditSummaryThatDoesNotAddUp: what is left out of the counts would pass as clean.
func TestAuditSummaryThatDoesNotAddUp(t *testing.T) {
	for name, spoil := range map[string]func(*auditreport.Document){
		"a rule":        func(d *auditreport.Document) { d.Breakdown.Rules = d.Breakdown.Rules[1:] },
		"an owner":      func(d *auditreport.Document) { d.Breakdown.Owners = d.Breakdown.Owners[1:] },
		"organizations": func(d *auditreport.Document) { d.Breakdown.Organizations = nil },
		"the summary":   func(d *auditreport.Document) { d.Summary.Findings.Error = 0 },
	} {
		d := auditreport.NewDocument(audittest.Of("plain"))
		d.Summarize()
		spoil(d)
		if _, err := auditreport.ReadDocument([]byte(audittest.Write(t, "json", d, false))); err == nil {
			t.Errorf("a report without %s is read", name)
		}
	}
}

// TestAuditMarkdownHasARowForEachSubject: a token with several findings is one
// row, and no cell grows without end.
func TestAuditMarkdownHasARowForEachSubject(t *testing.T) {
	in := audittest.Of("plain")
	in.Audit.Subjects = in.Audit.Subjects[1:2]
	finding := in.Audit.Subjects[0].Findings[0]
	in.Audit.Subjects[0].Findings = slices.Repeat([]audit.Finding{finding}, 30)
	out := audittest.Write(t, "markdown", auditreport.NewDocument(in), false)
	if strings.Count(out, "\n| drifted |") != 1 || strings.Count(out, "`permission-elevated`, error") != 10 || !strings.Contains(out, "<br>and 20 more |") {
		t.Error(out)
	}
	if !strings.Contains(out, "\n| `permission-elevated` | 30 | 0 | 0 | 0 | 1 |\n") {
		t.Errorf("no counts by rule:\n%s", out)
	}
}
