package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/report"
)

// TestAuditSummary: counts take the place of the subjects, in any order of the
// input, and add up to what the whole report says.
func TestAuditSummary(t *testing.T) {
	in := auditOf(strings.ReplaceAll(hostile, "\xff", ""))
	whole := report.NewAuditDocument(in)
	d := report.NewAuditDocument(in)
	d.Summarize()
	slices.Reverse(in.Audit.Subjects)
	reversed := report.NewAuditDocument(in)
	reversed.Summarize()
	for _, format := range report.SummaryFormats() {
		out := writeAudit(t, format, d, false)
		if again := writeAudit(t, format, reversed, false); again != out {
			t.Errorf("%s shows the order of the input:\n%s", format, cmp.Diff(out, again))
		}
		if format != "json" && (!strings.Contains(out, "permission-elevated") || !strings.Contains(out, "octo-org") || !strings.Contains(out, whole.Tally())) {
			t.Errorf("%s lacks counts:\n%s", format, out)
		}
		if strings.Contains(out, "release-web") {
			t.Errorf("%s names a token:\n%s", format, out)
		}
		checkPlain(t, out)
	}
	saved := writeAudit(t, "json", d, false)
	read, err := report.ReadAuditDocument([]byte(saved))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(saved, writeAudit(t, "json", read, false)); diff != "" {
		t.Error(diff)
	}
	if _, err := report.CompareAudits(read, whole); err == nil {
		t.Error("everything looks new beside a summary")
	}
}

// TestAuditSummaryThatDoesNotAddUp: what is left out of the counts would pass as clean.
func TestAuditSummaryThatDoesNotAddUp(t *testing.T) {
	for name, spoil := range map[string]func(*report.AuditDocument){
		"a rule":        func(d *report.AuditDocument) { d.Breakdown.Rules = d.Breakdown.Rules[1:] },
		"an owner":      func(d *report.AuditDocument) { d.Breakdown.Owners = d.Breakdown.Owners[1:] },
		"organizations": func(d *report.AuditDocument) { d.Breakdown.Organizations = nil },
		"the summary":   func(d *report.AuditDocument) { d.Summary.Findings.Error = 0 },
	} {
		d := report.NewAuditDocument(auditOf("plain"))
		d.Summarize()
		spoil(d)
		if _, err := report.ReadAuditDocument([]byte(writeAudit(t, "json", d, false))); err == nil {
			t.Errorf("a report without %s is read", name)
		}
	}
}

// TestAuditMarkdownHasARowForEachSubject: a token with several findings is one
// row, and no cell grows without end.
func TestAuditMarkdownHasARowForEachSubject(t *testing.T) {
	in := auditOf("plain")
	in.Audit.Subjects = in.Audit.Subjects[1:2]
	finding := in.Audit.Subjects[0].Findings[0]
	in.Audit.Subjects[0].Findings = slices.Repeat([]audit.Finding{finding}, 30)
	out := writeAudit(t, "markdown", report.NewAuditDocument(in), false)
	if strings.Count(out, "\n| drifted |") != 1 || strings.Count(out, "error `permission-elevated`") != 10 || !strings.Contains(out, "<br>and 20 more |") {
		t.Error(out)
	}
	if !strings.Contains(out, "\n| `permission-elevated` | 30 | 0 | 0 | 0 | 1 |\n") {
		t.Errorf("no counts by rule:\n%s", out)
	}
}
