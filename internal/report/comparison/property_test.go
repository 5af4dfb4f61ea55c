package comparison_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
	"github.com/patctl/patctl/internal/report/comparison"
	"github.com/patctl/patctl/internal/report/judged"
)

// randomAudit is an audit of a few of a few subjects, with gaps, so that two
// of them have much in common.
func randomAudit(r *rand.Rand) auditreport.Input {
	in := audittest.Of("x")
	pool := in.Audit.Subjects
	findings := slices.Concat(pool[1].Findings, pool[2].Findings, pool[3].Findings, pool[4].Findings)
	verdicts := []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted}
	in.Audit.Subjects, in.Audit.Gaps = nil, nil
	in.Organizations = []string{"octo-org", "octodemo"}[r.IntN(2):]
	for i := range 12 {
		s := pool[i%len(pool)]
		s.Organization = in.Organizations[i%len(in.Organizations)]
		s.Kind, s.ID, s.TokenID = []pat.Kind{pat.KindRequest, pat.KindToken}[r.IntN(2)], int64(1+r.IntN(9)), int64(1+r.IntN(5))
		s.Verdict, s.Unjudged, s.Template = verdicts[r.IntN(4)], r.IntN(5) == 0, in.Configuration.Templates[r.IntN(2)]
		s.Findings = nil
		for range r.IntN(3) {
			s.Findings = append(s.Findings, findings[r.IntN(len(findings))])
		}
		in.Audit.Subjects = append(in.Audit.Subjects, s)
	}
	if r.IntN(3) == 0 {
		in.Audit.Gaps = []audit.Gap{{Organization: "octo-org", What: "tokens", Why: "403"}}
	}
	if r.IntN(3) == 0 {
		in.Selection.Kinds = []pat.Kind{pat.KindToken}
	}
	return in
}

// TestCompareAuditsIsSymmetric: compared with itself an audit has no changes,
// and in the other direction every change is its own mirror image.
func TestCompareAuditsIsSymmetric(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		a, b := randomAudit(r), randomAudit(r)
		same := audittest.Compared(t, a, a).Comparison
		if len(same.Changes)+len(same.Organizations) > 0 || same.Summary.Unchanged != auditreport.NewDocument(a).Subjects.Len() {
			t.Fatalf("seed %d: compared with itself: %+v", seed, same)
		}
		forth, back := audittest.Compared(t, a, b).Comparison, audittest.Compared(t, b, a).Comparison
		if diff := cmp.Diff(outline(forth, false), outline(back, true)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		checkAccounted(t, a, b, forth)
	}
}

// outline is the changes as sorted lines, or those of the mirror image.
func outline(c *comparison.Section, mirror bool) []string {
	mirrored := map[comparison.ChangeKind]comparison.ChangeKind{
		comparison.ChangeNew: comparison.ChangeGone, comparison.ChangeGone: comparison.ChangeNew,
		comparison.ChangeApproved: comparison.ChangeRequestedAgain, comparison.ChangeRequestedAgain: comparison.ChangeApproved,
		comparison.ChangeNotSeenBefore: comparison.ChangeNotSeenNow, comparison.ChangeNotSeenNow: comparison.ChangeNotSeenBefore,
	}
	var lines []string
	for _, change := range c.Changes {
		kind, before, after, appeared, resolved := change.Change, change.Before, change.After, change.New, change.Resolved
		if mirror {
			before, after, appeared, resolved = after, before, resolved, appeared
			if other, ok := mirrored[kind]; ok {
				kind = other
			}
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s %s %s", kind, change.Organization, side(before), side(after),
			rules(appeared), rules(resolved), rules(change.Undecided)))
	}
	slices.Sort(lines)
	return lines
}

func side(s *comparison.ChangeSide) string {
	if s == nil {
		return "-"
	}
	return fmt.Sprintf("%s/%d/%d/%s/%s", s.Kind, s.ID, *s.TokenID, s.Verdict, *s.Template)
}

func rules(findings []judged.Finding) string {
	var out []string
	for _, f := range findings {
		out = append(out, f.Rule)
	}
	slices.Sort(out)
	return "[" + strings.Join(out, " ") + "]"
}

// checkAccounted: every subject of both audits is in a change, or unchanged.
func checkAccounted(t *testing.T, before, after auditreport.Input, c *comparison.Section) {
	t.Helper()
	sides := 2 * c.Summary.Unchanged
	for _, change := range c.Changes {
		for _, s := range []*comparison.ChangeSide{change.Before, change.After} {
			if s != nil {
				sides++
			}
		}
	}
	if want := auditreport.NewDocument(before).Subjects.Len() + auditreport.NewDocument(after).Subjects.Len(); sides != want {
		t.Fatalf("%d of %d subjects are accounted for", sides, want)
	}
}
