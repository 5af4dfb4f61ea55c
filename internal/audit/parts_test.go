package audit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// TestPartsFindTheSame: whatever the number of parts, the subjects, the gaps of
// policies and the uses of exceptions are those of a single one.
func TestPartsFindTheSame(t *testing.T) {
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Mode: 0o644, Data: []byte(`
template "t" {
  name         = "t"
  target_name  = "octo-org"
  permissions  = { contents = "read" }
  repositories = ["api"]
}
policy "reasoned" {
  condition     = length(self.reason) > 2
  error_message = "No reason."
}
exception "old" {
  name    = "t"
  owner   = "mona"
  reason  = "Moves to an App"
  expires = "2027-01-01"
}
`)}}, ".", hcl.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	r := rand.New(rand.NewPCG(1, 2))
	var grants []*pat.Grant
	for i := range 500 {
		g := randomSubject(r, now)
		g.ID, g.TokenName = int64(i+1), pick(r, "t", "other")
		grants = append(grants, &g)
	}
	used := false
	from := now.AddDate(0, 0, -31)
	log := &usage.Log{Coverage: []usage.Coverage{{Source: usage.AuditLog, From: from, To: now, Unbroken: from}}}
	outcome := func(parts int) []string {
		j := newJudge(cfg, "")
		j.asOf = now
		j.used, j.public = &Used{Log: log, Observer: usage.NewObserver(log, cfg.Catalog)}, new(int)
		j.inParts("octo-org", nil, grants, parts)
		var out []string
		for i := range j.subjects {
			s := &j.subjects[i]
			var seen []usage.Permission
			if s.Use != nil {
				seen, used = s.Use.Permissions, true
			}
			out = append(out, fmt.Sprintf("%s %s %t %+v %s %+v", s, s.Verdict, s.Unjudged, withoutRanges(s.Findings), s.FixURL, seen))
		}
		gaps, diags := j.incomplete()
		out = append(out, fmt.Sprintf("%v %v", gaps, diags))
		return append(out, fmt.Sprint(j.exceptions[0].covered))
	}
	want := outcome(1)
	if !used || len(want) < 502 || want[len(want)-1] == "0" {
		t.Fatalf("no gap, or nothing excepted: the test says little: %v", want[len(want)-2:])
	}
	for _, parts := range []int{2, 3, 8, 600} {
		if diff := cmp.Diff(want, outcome(parts)); diff != "" {
			t.Errorf("%d parts (-one +several):\n%s", parts, diff)
		}
	}
}

func withoutRanges(findings []Finding) []Finding {
	out := make([]Finding, len(findings))
	for i, f := range findings {
		f.Range = nil
		out[i] = f
	}
	return out
}

// TestMergedInAnyOrder: parts of a list are judged at the same time, and the reason that is
// told is that of the lowest id.
func TestMergedInAnyOrder(t *testing.T) {
	first, second := func() *miss { return &miss{ids: []int64{1}, why: "first", count: 1} }, func() *miss { return &miss{ids: []int64{2}, why: "second", count: 1} }
	for _, order := range [][2]*miss{{first(), second()}, {second(), first()}} {
		order[0].merge(order[1])
		if m := order[0]; m.why != "first" || m.count != 2 || !slices.Equal(m.ids, []int64{1, 2}) {
			t.Errorf("%q, %d, %v", m.why, m.count, m.ids)
		}
	}
}
