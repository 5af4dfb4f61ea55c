package audit_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
)

// How many subjects TestPlain judges, in all, and which ones:
//
//	go test ./internal/audit -run 'TestPlain$' -timeout 60m -subjects 1000000
var (
	subjects = flag.Int("subjects", 20_000, "judge so many subjects twice in TestPlain")
	seed     = flag.Uint64("seed", 11, "judge the subjects of this seed in TestPlain")
)

// perWorld is how many subjects a random configuration judges.
const perWorld = 200

// TestPlain: the audit says of every subject what a second implementation says
// that is written from docs/rules.md alone.
func TestPlain(t *testing.T) {
	seen := map[string]int{}
	for i := range max(*subjects/perWorld, 1) {
		w := world{rand.New(rand.NewPCG(*seed, uint64(i)))}
		cfg := load(t, w.templates()+w.settings())
		s := w.snapshot(perWorld, cfg)
		asOf := pick(w.Rand, time.Time{}, time.Time{}, now.AddDate(0, 0, 1))
		var used *audit.Used
		var observe audit.Observer
		if w.IntN(2) == 0 {
			o := randomObserver{i, s}
			observe = o
			used = &audit.Used{Log: o.log(), Observer: o}
		}
		// Judging shares permissions, so that what was said is kept apart.
		said := map[string]plainResult{}
		for k := range s.Organizations {
			o := &s.Organizations[k]
			p := plain{cfg, timeOf(s, o, asOf), o.Login, o.ReadAt, o.Teams, false, observe}
			for _, g := range slices.Concat(o.Requests, o.Tokens) {
				said[fmt.Sprint(o.Login, g.Kind, g.ID)] = p.judge(g)
			}
		}
		a, _ := audit.JudgeUse(cfg, s, used, asOf)
		if len(a.Subjects) != perWorld {
			t.Fatalf("%d subjects", len(a.Subjects))
		}
		unread, silent, future := 0, 0, 0
		for k := range a.Subjects {
			got := &a.Subjects[k]
			want := said[fmt.Sprint(got.Organization, got.Kind, got.ID)]
			if diff := cmp.Diff(want, resultOf(got)); diff != "" {
				t.Fatalf("world %d of seed %d, %s (-plain +audit):\n%s\n%+v\n%s", i, *seed, got, diff, got.Grant, cfg.Sources["main.pat.hcl"])
			}
			if want.UnreadGap {
				unread++
			}
			if want.FutureGap {
				future++
			}
			if got.PermissionsUnsaid && (want.Verdict == "conforming" || want.Verdict == "excepted") {
				silent++
			}
			seen[want.Verdict+want.By]++
		}
		for about, want := range map[string]int{"repositories": unread, "permissions": silent, "times": future} {
			told := slices.ContainsFunc(a.Gaps, func(g audit.Gap) bool { return strings.HasPrefix(g.What, about+" of ") })
			if told != (want > 0) {
				t.Fatalf("world %d: the %s of %d subjects are not known, and the gaps are %v", i, about, want, a.Gaps)
			}
		}
		neededAsPlain(t, s, plain{cfg: cfg})
	}
	for _, verdict := range []string{"conformingname", "conformingshape", "driftedname", "driftedshape", "exceptedname", "excepted", "undeclared"} {
		if seen[verdict] < *subjects/1000 {
			t.Errorf("only %d are %s: the test says little: %v", seen[verdict], verdict, seen)
		}
	}
}

// reads reports whether a subject was not judged because its repositories were
// not read.
func reads(s audit.Subject) bool {
	return slices.ContainsFunc(s.UnjudgedWhy, func(why string) bool { return strings.Contains(why, "repositories") })
}

func resultOf(s *audit.Subject) plainResult {
	out := plainResult{
		Verdict: string(s.Verdict), Template: address(s.Template), By: string(s.MatchedBy), Nearest: address(s.Nearest),
		Unjudged: s.Unjudged, UnreadGap: reads(*s),
		FutureGap: slices.ContainsFunc(s.UnjudgedWhy, func(why string) bool { return strings.Contains(why, "after it was read") }),
	}
	for _, f := range s.Findings {
		out.Findings = append(out.Findings, strings.Join([]string{f.Rule, string(f.Severity), f.Permission, f.Declared, f.Actual, f.ExceptedBy}, "|"))
	}
	slices.Sort(out.Findings)
	for _, f := range s.Tolerated {
		out.Tolerated = append(out.Tolerated, f.Rule+"|"+f.Permission+"|"+f.Actual)
	}
	slices.Sort(out.Tolerated)
	return out
}

// neededAsPlain: the repositories that are read are those on which something
// depends, and no others.
func neededAsPlain(t *testing.T, s *github.Snapshot, p plain) {
	t.Helper()
	for k := range s.Organizations {
		o := &s.Organizations[k]
		p.asOf, p.org, p.teams = o.ReadAt, o.Login, o.Teams
		requests, tokens := audit.NeedsRepositories(p.cfg, o)
		for i, g := range slices.Concat(o.Requests, o.Tokens) {
			list, at := requests, i
			if i >= len(o.Requests) {
				list, at = tokens, i-len(o.Requests)
			}
			want := p.listDecides(g)
			for _, policy := range p.cfg.Policies {
				want = want || policy.Name == "secret" && policy.Applies(g.Kind) && g.RepositorySelection == "subset"
			}
			if slices.Contains(list, at) != want {
				t.Fatalf("the repositories of %+v are needed: %t\n%s", g, want, p.cfg.Sources["main.pat.hcl"])
			}
		}
	}
}
