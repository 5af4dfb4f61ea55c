package report_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report"
)

// TestComparedPageHoldsTheDocument: the page has every change of the document,
// those of what it lists at their row, and the others in the list of what is gone.
func TestComparedPageHoldsTheDocument(t *testing.T) {
	for _, text := range append(strangers, "a", "mona", "octo-org", "template.empty", "7") {
		for _, pair := range [][2]report.AuditInput{
			{earlierAudit(text), laterAudit(text)}, {laterAudit(text), earlierAudit(text)}, {auditOf(text), laterAudit(text)}, {laterAudit(text), auditOf(text)},
		} {
			d := compared(t, pair[0], pair[1])
			page := writeAudit(t, "html", d, false)
			checkPage(t, "the page of "+text, page)
			checkAuditPage(t, d, page)
			checkChanges(t, d.Comparison, decodeAudit(t, page))
		}
	}
}

func checkChanges(t *testing.T, c *report.AuditComparison, page *auditPageData) {
	t.Helper()
	got, gone := map[string]*pageChange{}, map[string]pageGone{}
	for _, s := range page.subjects {
		if s.Change != nil {
			got[s.Kind+s.ID] = s.Change
		}
	}
	for _, g := range page.gone() {
		gone[g.Kind+g.ID] = g
	}
	if len(got)+len(gone) != len(c.Changes) {
		t.Errorf("%d changes and %d gone, of %d", len(got), len(gone), len(c.Changes))
	}
	for i := range c.Changes {
		change := &c.Changes[i]
		if change.After == nil {
			g := gone[fmt.Sprint(change.Before.Kind, change.Before.ID)]
			if diff := gocmp.Diff(shownGone(change), g, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(g, "Title")); diff != "" {
				t.Error(diff)
			}
			continue
		}
		if diff := gocmp.Diff(shownChange(change), got[fmt.Sprint(change.After.Kind, change.After.ID)], cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

func shownChange(c *report.AuditChange) *pageChange {
	out := &pageChange{Kind: string(c.Change), Why: shown(c.Why)}
	if c.Before == nil {
		return out
	}
	out.Verdict, out.Template, out.Unjudged = string(c.Before.Verdict), shown(c.Before.Template), c.Before.Unjudged
	out.New, out.Resolved, out.Undecided = shownFindings(c.New), shownFindings(c.Resolved), shownFindings(c.Undecided)
	if c.Before.Kind != c.After.Kind {
		out.WasKind, out.WasID = string(c.Before.Kind), fmt.Sprint(c.Before.ID)
	}
	return out
}

func shownGone(c *report.AuditChange) pageGone {
	b := c.Before
	return pageGone{
		ID: fmt.Sprint(b.ID), TokenName: shown(b.TokenName), Owner: diag.Printable(b.Owner), Organization: diag.Printable(c.Organization), Kind: string(b.Kind),
		Verdict: string(b.Verdict), Template: shown(b.Template), Why: shown(c.Why), Unjudged: b.Unjudged, Findings: shownFindings(c.Resolved),
	}
}

// TestComparedPageSaysWhatItDidNotSee: before anything else of the comparison.
func TestComparedPageSaysWhatItDidNotSee(t *testing.T) {
	page := writeAudit(t, "html", compared(t, auditOf("x"), laterAudit("x")), false)
	places := []int{0}
	for _, want := range []string{
		`What changed since <span class="whole">2026-11-22 12:00 UTC</span>, 7 days earlier`, "Not everything could be compared",
		"The earlier audit is incomplete, 1 part missing.", "Only the earlier audit was of octodemo", "Changes: 1 new, 1 approved, ",
		`<a href="#change=approved"`, "before n/a, since not everything could be read; now 80 %", `<section class="overview"`,
	} {
		places = append(places, strings.Index(page, want))
	}
	if !slices.IsSorted(places) {
		t.Errorf("what the page says is not there, or not in this order: %v", places)
	}
	if page := writeAudit(t, "html", report.NewAuditDocument(auditOf("x")), false); strings.Contains(page, `id="compared-title"`) {
		t.Error("a report that is compared with none speaks of changes")
	}
}

// TestGapsAreNamedWhateverIsCut: reasons are cut, organizations are not.
func TestGapsAreNamedWhateverIsCut(t *testing.T) {
	page := writeAudit(t, "html", report.NewAuditDocument(manyGaps(2000)), false)
	box, _, _ := strings.Cut(page, `<section class="verdict`)
	for i := range 500 {
		if want := fmt.Sprintf("<bdi>octo-%03d</bdi>", i); !strings.Contains(box, want) {
			t.Fatalf("%s is not named", want)
		}
	}
	for _, want := range []string{
		"480 more parts are missing, of 480 organizations:", "no room here for every reason in full",
		"Nothing was found in 500 organizations that could not be read",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
