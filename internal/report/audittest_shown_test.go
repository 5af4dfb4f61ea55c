package report_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report"
)

// checkAuditPage holds the subjects of a page against the document.
func checkAuditPage(t *testing.T, d *report.AuditDocument, page string) {
	t.Helper()
	got := decodeAudit(t, page).subjects
	var want []pageSubject
	for i := range d.Subjects {
		want = append(want, shownSubject(&d.Subjects[i]))
	}
	byID := func(a, b pageSubject) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(pageSubject{}, "Change")); diff != "" {
		t.Error(diff)
	}
}

// shownSubject is a subject of the document as people are to see it.
func shownSubject(s *report.AuditSubject) pageSubject {
	out := pageSubject{
		Kind: string(s.Kind), Organization: s.Organization, ID: strconv.FormatInt(s.ID, 10), TokenName: shown(s.TokenName),
		Owner: diag.Printable(s.Owner), Verdict: string(s.Verdict), Template: shown(s.Template), Nearest: shown(s.Nearest), MatchedBy: shown(s.MatchedBy),
		FixURL: shown(s.FixURL), Expires: moment(s.ExpiresAt), Used: moment(s.LastUsedAt), Expired: s.Expired, Unjudged: s.Unjudged, Unknown: unknownOf(s),
	}
	if s.TokenID != nil {
		out.TokenID = strconv.FormatInt(*s.TokenID, 10)
	}
	if s.Reason != nil {
		out.Reason = diag.PrintableText(*s.Reason)
	}
	if s.DenyReason != nil {
		out.DenyReason = diag.PrintableText(*s.DenyReason)
	}
	out.Findings = shownFindings(s.Findings)
	return out
}

// shownFindings are findings of the document as people are to see them.
func shownFindings(findings []report.AuditFinding) []pageFinding {
	var out []pageFinding
	for _, f := range findings {
		out = append(out, pageFinding{diag.Printable(f.Rule), string(f.Severity), diag.Printable(f.Message),
			shown(f.Permission), shown(f.Declared), shown(f.Actual), shown(f.ExceptedBy)})
	}
	return out
}

// shown is text of the document as people are to see it.
func shown(s *string) string {
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

// unknownOf is what the page says of a request or token that was not judged in full.
func unknownOf(s *report.AuditSubject) []string {
	var out []string
	for _, why := range s.UnjudgedWhy {
		out = append(out, shown(&why))
	}
	return out
}
