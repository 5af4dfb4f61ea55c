package audit_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// eachConfiguration has something of everything that an audit counts across subjects.
const eachConfiguration = `
template "t" {
  name         = "t1"
  target_name  = "octo-org"
  permissions  = { contents = "read" }
  repositories = ["api"]
}
template "u" {
  name        = "t2"
  target_name = "octodemo"
  permissions = { contents = "write" }
}
policy "named" {
  condition     = length(self.reason) > 2
  error_message = "No reason."
}
exception "old" {
  name    = "t1"
  owner   = "mona"
  reason  = "Moves to an App"
  expires = "2027-01-01"
}
`

// TestJudgeEach: what is handed over is what an audit lists, in its order, however many
// there are and in whatever order they were read.
func TestJudgeEach(t *testing.T) {
	cfg := load(t, eachConfiguration)
	for _, n := range []int{0, 1, 9000} {
		snapshot := func() *github.Snapshot {
			r := rand.New(rand.NewPCG(3, 4))
			out := &github.Snapshot{GeneratedAt: now}
			for i, login := range []string{"octodemo", "octo-org"} {
				o := github.Organization{Login: login, ReadAt: now.Add(time.Duration(i) * time.Hour), Incomplete: []github.Gap{{What: "tokens", Why: login}}}
				for _, at := range r.Perm(n) {
					g := randomGrant(r)
					g.ID, g.TokenID = int64(at+1), int64(at+100)
					o.Tokens = append(o.Tokens, g)
					if at%10 == 0 {
						g.Kind = pat.KindRequest
						o.Requests = append(o.Requests, g)
					}
				}
				out.Organizations = append(out.Organizations, o)
			}
			return out
		}
		want, wantDiags := audit.Judge(cfg, snapshot(), time.Time{})
		var handed []audit.Subject
		given := snapshot()
		got, diags := audit.JudgeEach(cfg, given, time.Time{}, func(asOf time.Time, subjects []audit.Subject) {
			for _, s := range subjects {
				if at := want.TimeOf(s.Organization); !at.Equal(asOf) {
					t.Fatalf("%s is judged as of %s, not %s", s.String(), asOf, at)
				}
			}
			handed = append(handed, subjects...)
		})
		if len(handed) != len(want.Subjects) || len(got.Subjects) != 0 {
			t.Fatalf("%d of %d are handed over, and %d kept", len(handed), len(want.Subjects), len(got.Subjects))
		}
		for i := range handed {
			// Most of what fmt writes of both is the same pointers: templates and places.
			if one, other := fmt.Sprintf("%+v", plainSubject(handed[i])), fmt.Sprintf("%+v", plainSubject(want.Subjects[i])); one != other {
				t.Fatalf("subject %d is\n%s\ninstead of\n%s", i, one, other)
			}
		}
		got.Subjects = want.Subjects
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b *hcl.Exception) bool { return a == b }), cmpopts.IgnoreFields(audit.Audit{}, "Subjects")); diff != "" {
			t.Error(diff)
		}
		if fmt.Sprint(diags) != fmt.Sprint(wantDiags) {
			t.Errorf("got %v, want %v", diags, wantDiags)
		}
		if o := given.Organizations[0]; o.Login != "octodemo" {
			t.Error("the organizations are in another order afterwards")
		}
	}
}

// plainSubject is a subject without pointers that differ from one run to the next.
func plainSubject(s audit.Subject) any {
	times := [2]time.Time{}
	for i, at := range []*time.Time{s.ExpiresAt, s.LastUsedAt} {
		if at != nil {
			times[i] = *at
		}
	}
	template, nearest := "", ""
	if s.Template != nil {
		template = s.Template.Address
	}
	if s.Nearest != nil {
		nearest = s.Nearest.Address
	}
	findings := make([]audit.Finding, len(s.Findings))
	for i, f := range s.Findings {
		f.Range = nil
		findings[i] = f
	}
	return []any{s.Organization, s.Kind, s.ID, s.TokenID, s.TokenName, s.Owner, s.Repositories, s.Permissions, times, s.Verdict, template, s.MatchedBy, nearest,
		findings, s.FixURL, s.NearestURL, s.Unjudged, s.UnjudgedWhy, s.DenyReason}
}
