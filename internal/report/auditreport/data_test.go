package auditreport_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/judged"
)

// TestAuditPageHoldsTheDocument: what the page shares and abbreviates, it gives
// back as the document has it.
func TestAuditPageHoldsTheDocument(t *testing.T) {
	for _, text := range append(formattest.Strangers, "a", "mona", "octo-org", "- x\n- \n\x01", "template.empty", "7", "90") {
		checkPageOf(t, text)
	}
}

// FuzzAuditPage: the page stays what it is, and holds what the document holds,
// whatever the text.
func FuzzAuditPage(f *testing.F) {
	for _, s := range formattest.Strangers {
		mutate.AddFew(f, s)
	}
	f.Fuzz(checkPageOf)
}

func checkPageOf(t *testing.T, text string) {
	in := audittest.Of(text)
	in.Audit.Subjects[1].ID, in.Audit.Subjects[1].TokenID = 1<<62+1, 1<<53+1
	in.Audit.Subjects[2].Unjudged, in.Audit.Subjects[2].UnjudgedWhy = true, []string{"The members of @octo-org/platform are not known.", "a " + text}
	in.Audit.Subjects[1].Unjudged = true // as earlier versions wrote it: nobody says why
	more := in.Audit.Subjects[1].Findings[0]
	more.Message = "The 12 of " + text + " are 007, 1234567890123456 and 90."
	in.Audit.Subjects[1].Findings = append(in.Audit.Subjects[1].Findings, more)
	in.Audit.Subjects[1].DenyReason = "It does not fit:\n- " + in.Audit.Subjects[1].Findings[0].Message + "\n- " + more.Message +
		"\n- " + more.Message + "\n- and more\n" + text
	d := auditreport.NewDocument(in)
	page := audittest.Write(t, "html", d, false)
	formattest.CheckPage(t, "the page of "+text, page)
	audittest.CheckPage(t, d, page)
	page = d.PackedPage()
	formattest.CheckPage(t, "the packed page of "+text, page)
	audittest.CheckPage(t, d, page)
}

// TestReportSizes holds the reports of a large organization under their limit.
func TestReportSizes(t *testing.T) {
	for name, d := range map[string]*auditreport.Document{
		"2,000 subjects": auditreport.NewDocument(audittest.Many(2000)), "2,000 compared": audittest.ManyChanges(t, 2000),
		"500 gaps": auditreport.NewDocument(audittest.ManyGaps(2000)),
	} {
		formattest.CheckSize(t, name, audittest.Write(t, "html", d, false))
	}
}

// TestAuditPageVerdict: the first sentence is about what could be seen.
func TestAuditPageVerdict(t *testing.T) {
	verdict := func(change func(*auditreport.Input)) string {
		in := audittest.Of("x")
		in.Audit.Gaps = nil
		change(&in)
		page := audittest.Write(t, "html", auditreport.NewDocument(in), false)
		_, rest, _ := strings.Cut(page, `<section class="verdict tone-`)
		tone, rest, _ := strings.Cut(rest, `"`)
		_, rest, _ = strings.Cut(rest, `<p class="sentence">`)
		sentence, _, _ := strings.Cut(rest, "</p>")
		return fmt.Sprintf("%s: %s (INCOMPLETE %d)", tone, sentence, strings.Count(page, "INCOMPLETE: not everything"))
	}
	tests := []struct {
		want   string
		change func(*auditreport.Input)
	}{
		{"bad: 3 of 7 requests and tokens do not match the templates: 1 drifted from their template, and 2 have no template. (INCOMPLETE 0)", func(*auditreport.Input) {}},
		{"good: All 1 requests and tokens match the templates. (INCOMPLETE 0)",
			func(in *auditreport.Input) { in.Audit.Subjects = in.Audit.Subjects[:1] }},
		{"good: All requests and tokens match the templates, 1 of 1 by an exception. (INCOMPLETE 0)",
			func(in *auditreport.Input) { in.Audit.Subjects = in.Audit.Subjects[4:5] }},
		{"nothing: The audit found no requests and tokens. (INCOMPLETE 0)", func(in *auditreport.Input) { in.Audit.Subjects = nil }},
		{"bad: 1 of 1 requests and tokens that were selected does not match the templates. (INCOMPLETE 0)",
			func(in *auditreport.Input) { in.Selection.Rules = []string{"permission-elevated"} }},
		{"incomplete: All 1 requests and tokens that could be read match the templates. (INCOMPLETE 1)",
			func(in *auditreport.Input) {
				in.Audit.Subjects, in.Audit.Gaps = in.Audit.Subjects[:1], audittest.Of("x").Audit.Gaps
			}},
		{"incomplete: The audit found no requests and tokens that could be read. (INCOMPLETE 1)",
			func(in *auditreport.Input) { in.Audit.Subjects, in.Audit.Gaps = nil, audittest.Of("x").Audit.Gaps }},
	}
	for _, test := range tests {
		if diff := gocmp.Diff(test.want, verdict(test.change)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestAuditPageOfForeignReport: what another program wrote may hold times that
// contradict one another, and no organization.
func TestAuditPageOfForeignReport(t *testing.T) {
	in := audittest.Of("x")
	d := auditreport.NewDocument(in)
	long, past := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), formattest.Time.AddDate(-1000, 0, 0)
	change(d, func(i int, s *judged.Subject) {
		switch i {
		case 1:
			s.ExpiresAt = &past
		case 2:
			s.ExpiresAt, s.LastUsedAt = &long, &past
		}
	})
	d.Organizations, d.Exceptions, d.BlindSpots = []judged.Organization{}, []auditreport.Exception{}, []string{}
	page := audittest.Write(t, "html", d, false)
	if want := "1 never expire, 1 expire later, 2 have expired."; !strings.Contains(page, want) {
		t.Errorf("the page does not say %q", want)
	}
	if got := audittest.DecodePage(t, page).Decoded; len(got) != d.Subjects.Len() {
		t.Errorf("%d subjects", len(got))
	}
}

// TestAuditPageOfManyOrganizations: what is missing and what is worst comes
// first, and nothing is left out.
func TestAuditPageOfManyOrganizations(t *testing.T) {
	in := audittest.Of("x")
	in.Organizations = append(in.Organizations, "octo-empty")
	for i := range 30 {
		s := in.Audit.Subjects[i%3]
		s.Organization = fmt.Sprintf("octo-%02d", i)
		in.Organizations, in.Audit.Subjects = append(in.Organizations, s.Organization), append(in.Audit.Subjects, s)
	}
	in.Audit.Gaps = append(in.Audit.Gaps, audit.Gap{Organization: "octo-07", What: "requests", Why: "x"})
	page := audittest.Write(t, "html", auditreport.NewDocument(in), false)
	bars := strings.Split(page, `<div class="bar"><div class="bar-name"><bdi>`)[1:]
	if len(bars) != 31 || !strings.HasPrefix(bars[0], "octo-07</bdi>") || !strings.HasPrefix(bars[1], "octo-org</bdi>") {
		t.Errorf("%d bars, of which the first are %.60q and %.60q", len(bars), bars[0], bars[1])
	}
	for _, want := range []string{
		"<summary>23 more</summary>", `<summary>1 without a request or token</summary><p class="names"><bdi>octo-empty</bdi></p>`,
		"1 organization could not be fully read, and nothing was found in what was read.",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
