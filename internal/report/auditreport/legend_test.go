package auditreport_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestLegend: a text explains each symbol that is in it, and no other.
func TestLegend(t *testing.T) {
	cfg, diags := hcl.Load(shuffled, ".", hcl.Options{Version: "0.1.0"})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	all, _ := audit.Judge(cfg, manyGrants(), time.Time{})
	marked, explained := regexp.MustCompile(`(?m)^ +([^ \w"(#]) `), regexp.MustCompile(`(?m)^  ([^ \w"(#]) \w+ `)
	seen := map[string]int{}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 11))
		some := *all
		some.Subjects = nil
		for range 1 + r.IntN(8) {
			some.Subjects = append(some.Subjects, all.Subjects[r.IntN(len(all.Subjects))])
		}
		text := audittest.Write(t, "text", auditreport.NewDocument(auditreport.Input{
			Version: "1.2.3", Host: "github.com", Configuration: cfg, Organizations: []string{"octo-org", "octodemo"}, Audit: &some,
		}), false)
		_, rest, found := strings.Cut(text, "Each request and token is compared with its template")
		legend, body, _ := strings.Cut(rest, "\n\n")
		if !found {
			legend, body = "", text
		}
		got, want := symbolsIn(explained, legend), symbolsIn(marked, body)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: the legend has other symbols: %s\n%s", seed, diff, text)
		}
		seen[strings.Join(got, "")]++
	}
	if len(seen) < 4 {
		t.Errorf("the legends are always the same: %v", seen)
	}
}

func symbolsIn(pattern *regexp.Regexp, text string) []string {
	var out []string
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
