package audittest

import (
	"cmp"
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/judged"
)

// CheckPage holds the subjects of a page against the document.
func CheckPage(t *testing.T, d *auditreport.Document, page string) {
	t.Helper()
	got, packed := decodePacked(t, page)
	if !packed {
		got = DecodePage(t, page).Decoded
	}
	var want []Subject
	for _, s := range d.Subjects.All() {
		want = append(want, shownSubject(s))
	}
	byID := func(a, b Subject) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Subject{}, "Change")); diff != "" {
		t.Error(diff)
	}
}

// shownSubject is a subject of the document as people are to see it.
func shownSubject(s *judged.Subject) Subject {
	out := Subject{
		Kind: string(s.Kind), Organization: s.Organization, ID: strconv.FormatInt(s.ID, 10), TokenName: Shown(s.TokenName),
		Owner: diag.Printable(s.Owner), Verdict: string(s.Verdict), Template: Shown(s.Template), Nearest: Shown(s.Nearest), MatchedBy: Shown(s.MatchedBy),
		FixURL: Shown(s.FixURL), Expires: moment(s.ExpiresAt), Used: moment(s.LastUsedAt), Expired: s.Expired, Unjudged: s.Unjudged, Unknown: unknownOf(s),
	}
	if s.TokenID != nil {
		out.TokenID = strconv.FormatInt(*s.TokenID, 10)
	}
	if s.Reason != nil {
		out.Reason = diag.PrintableText(*s.Reason)
	}
	if reason := s.Denied(); reason != nil {
		out.DenyReason = diag.PrintableText(*reason)
	}
	out.Findings = ShownFindings(s.Findings)
	return out
}

// ShownFindings are findings of the document as people are to see them.
func ShownFindings(findings []judged.Finding) []Finding {
	var out []Finding
	for _, f := range findings {
		out = append(out, Finding{diag.Printable(f.Rule), string(f.Severity), diag.Printable(f.Message),
			Shown(f.Permission), Shown(f.Declared), Shown(f.Actual), Shown(f.ExceptedBy)})
	}
	return out
}

// Shown is text of the document as people are to see it.
func Shown(s *string) string {
	if s == nil {
		return ""
	}
	return diag.Printable(*s)
}

func moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

// unknownOf is what the page says about a request or token that was not judged in full.
func unknownOf(s *judged.Subject) []string {
	var out []string
	for _, why := range s.UnjudgedWhy {
		out = append(out, Shown(&why))
	}
	return out
}
