package comparison_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/comparison"
)

// TestComparedPageHoldsTheDocument: the page has every change of the document,
// those of what it lists at their row, and the others in the list of what is gone.
func TestComparedPageHoldsTheDocument(t *testing.T) {
	for _, text := range append(formattest.Strangers, "a", "mona", "octo-org", "template.empty", "7") {
		for _, pair := range [][2]auditreport.Input{
			{audittest.Earlier(text), audittest.Later(text)}, {audittest.Later(text), audittest.Earlier(text)}, {audittest.Of(text), audittest.Later(text)}, {audittest.Later(text), audittest.Of(text)},
		} {
			d := audittest.Compared(t, pair[0], pair[1])
			page := audittest.Write(t, "html", d, false)
			formattest.CheckPage(t, "the page of "+text, page)
			audittest.CheckPage(t, d, page)
			checkChanges(t, d.Comparison, audittest.DecodePage(t, page))
		}
	}
}

func checkChanges(t *testing.T, c *comparison.Section, page *audittest.PageData) {
	t.Helper()
	got, gone := map[string]*audittest.PageChange{}, map[string]audittest.Gone{}
	for _, s := range page.Decoded {
		if s.Change != nil {
			got[s.Kind+s.ID] = s.Change
		}
	}
	for _, g := range page.GoneSubjects() {
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

func shownChange(c *comparison.Change) *audittest.PageChange {
	out := &audittest.PageChange{Kind: string(c.Change), Why: audittest.Shown(c.Why)}
	if c.Before == nil {
		return out
	}
	out.Verdict, out.Template, out.Unjudged = string(c.Before.Verdict), audittest.Shown(c.Before.Template), c.Before.Unjudged
	out.New, out.Resolved, out.Undecided = audittest.ShownFindings(c.New), audittest.ShownFindings(c.Resolved), audittest.ShownFindings(c.Undecided)
	if c.Before.Kind != c.After.Kind {
		out.WasKind, out.WasID = string(c.Before.Kind), fmt.Sprint(c.Before.ID)
	}
	return out
}

func shownGone(c *comparison.Change) audittest.Gone {
	b := c.Before
	return audittest.Gone{
		ID: fmt.Sprint(b.ID), TokenName: audittest.Shown(b.TokenName), Owner: diag.Printable(b.Owner), Organization: diag.Printable(c.Organization), Kind: string(b.Kind),
		Verdict: string(b.Verdict), Template: audittest.Shown(b.Template), Why: audittest.Shown(c.Why), Unjudged: b.Unjudged, Findings: audittest.ShownFindings(c.Resolved),
	}
}

// TestComparedPageSaysWhatItDidNotSee: before anything else of the comparison.
func TestComparedPageSaysWhatItDidNotSee(t *testing.T) {
	page := audittest.Write(t, "html", audittest.Compared(t, audittest.Of("x"), audittest.Later("x")), false)
	places := []int{0}
	for _, want := range []string{
		`What changed since <span class="whole">2026-11-22 12:00 UTC</span>, 7 days earlier`, "Not everything could be compared",
		"The earlier audit is incomplete (1 part missing).", "Only the earlier audit covers octodemo", "Changes: 1 new, 1 approved, ",
		`<a href="#change=approved"`, "before n/a, because something could not be read; now 80%", `<section class="overview"`,
	} {
		places = append(places, strings.Index(page, want))
	}
	if !slices.IsSorted(places) {
		t.Errorf("what the page says is not there, or not in this order: %v", places)
	}
	if page := audittest.Write(t, "html", auditreport.NewDocument(audittest.Of("x")), false); strings.Contains(page, `id="compared-title"`) {
		t.Error("a report that is compared with none speaks of changes")
	}
}

// TestGapsAreNamedWhateverIsCut: reasons are cut, organizations are not.
func TestGapsAreNamedWhateverIsCut(t *testing.T) {
	page := audittest.Write(t, "html", auditreport.NewDocument(audittest.ManyGaps(2000)), false)
	box, _, _ := strings.Cut(page, `<section class="verdict`)
	for i := range 500 {
		if want := fmt.Sprintf("<bdi>octo-%03d</bdi>", i); !strings.Contains(box, want) {
			t.Fatalf("%s is not named", want)
		}
	}
	for _, want := range []string{
		"480 more parts are missing in 480 organizations:", "Some reasons are shortened here",
		"500 organizations could not be fully read",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
