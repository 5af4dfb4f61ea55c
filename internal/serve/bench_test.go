package serve_test

import (
	"math/rand/v2"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
)

// The benchmark has this many organizations. Of those that fail, a fourth each hang, answer
// with 500, break connections, and have removed the App.
const (
	benchOrganizations = 200
	benchFailing       = 20
	benchPerSecond     = 10
	benchDefault       = 20 * time.Second
)

// BenchmarkServe measures how long requests wait for a decision in a server that is busy, and
// in which some organizations fail. PATCTL_BENCH_SERVE sets for how long requests come in, such as 2m.
// A server that is measured for less than the default is not asked which organizations fail.
func BenchmarkServe(b *testing.B) {
	lasts := benchDefault
	if set := os.Getenv("PATCTL_BENCH_SERVE"); set != "" {
		var err error
		if lasts, err = time.ParseDuration(set); err != nil {
			b.Fatal(err)
		}
	}
	bin := build(b)
	for b.Loop() {
		measure(b, bin, lasts)
	}
}

func measure(b *testing.B, bin string, lasts time.Duration) {
	f := startFake(b, benchOrganizations, 1, faults())
	defer f.Close()
	p := startProcess(b, bin, f, configuration(f.logins, ""), nil)
	defer p.stop()
	if !eventually(time.Minute, func() bool { return looked(p.metrics(), f.logins) >= benchOrganizations-benchFailing*3/4 }) {
		b.Fatalf("only %d organizations were read at the start\n%s", looked(p.metrics(), f.logins), p.log())
	}
	for i := benchFailing * 3 / 4; i < benchFailing; i++ {
		f.uninstall(i)
		p.deliver(f.logins[i], 0)
	}
	before, _ := cost(f.count())
	var mu sync.Mutex
	var answers []time.Duration
	spread(rand.New(rand.NewPCG(1, 2)), benchOrganizations, benchPerSecond, lasts, func(_, at int) {
		took := p.deliver(f.logins[at], f.ask(at, 1))
		mu.Lock()
		defer mu.Unlock()
		answers = append(answers, took)
	})
	var accepted, seen []time.Duration
	eventually(15*time.Second, func() bool {
		var missing int
		accepted, seen, missing = waits(f, p)
		return missing == 0
	})
	if _, _, missing := waits(f, p); missing > 0 {
		b.Errorf("%d requests were not decided on\n%s", missing, p.log())
	}
	if lasts >= benchDefault {
		wantFailing(b, p, f.logins)
	}
	milliseconds := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	all, _ := cost(f.count())
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(milliseconds(percentile(accepted, 50)), "p50-decision-ms")
	b.ReportMetric(milliseconds(percentile(accepted, 99)), "p99-decision-ms")
	b.ReportMetric(milliseconds(percentile(seen, 50)), "p50-seen-ms")
	b.ReportMetric(milliseconds(percentile(seen, 99)), "p99-seen-ms")
	b.ReportMetric(milliseconds(percentile(answers, 50)), "p50-answer-ms")
	b.ReportMetric(milliseconds(percentile(answers, 99)), "p99-answer-ms")
	b.ReportMetric(float64(p.peak())/1e6, "peak-MB")
	b.ReportMetric(float64(len(accepted)), "decisions")
	b.ReportMetric(float64(all-before), "calls")
}

// wantFailing fails unless the metrics name those that fail, and no others. Organizations that
// hang are among them once GitHub was waited for in vain.
func wantFailing(b *testing.B, p *process, logins []string) {
	eventually(90*time.Second, func() bool { return len(failing(p.metrics(), logins)) >= benchFailing })
	if diff := cmp.Diff(logins[:benchFailing], failing(p.metrics(), logins)); diff != "" {
		b.Errorf("failing organizations (-want +got):\n%s", diff)
	}
}

// faults are those of organizations that fail from the start.
func faults() []githubtest.Fault {
	var out []githubtest.Fault
	for i, kind := range []githubtest.Fault{{Do: githubtest.FaultHang}, {Do: githubtest.FaultStatus, Status: 500}, {Do: githubtest.FaultReset}} {
		for n := range benchFailing / 4 {
			kind.Organization = login(i*benchFailing/4 + n)
			out = append(out, kind)
		}
	}
	return out
}

// waits are how long requests in organizations that do not fail waited until the call of their
// review was accepted, and until the lists showed its effect, and how many still wait.
func waits(f *fake, p *process) (accepted, seen []time.Duration, missing int) {
	decided := p.decisions()
	for id, r := range f.requests() {
		if r.organization < benchFailing {
			continue
		}
		d := decided[id]
		if d.accepted.IsZero() || d.seen.IsZero() {
			missing++
			continue
		}
		accepted, seen = append(accepted, d.accepted.Sub(r.at)), append(seen, d.seen.Sub(r.at))
	}
	return accepted, seen, missing
}
