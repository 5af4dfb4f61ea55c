package serve_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestSizing measures what docs/serve.md says of the calls, the memory, and the time of a server, if
// PATCTL_SIZING is set. It takes some minutes.
func TestSizing(t *testing.T) {
	if os.Getenv("PATCTL_SIZING") == "" {
		t.Skip("PATCTL_SIZING is not set")
	}
	bin := build(t)
	fmt.Fprintln(t.Output(), "| Organization | First look | Look without a change | Request | Approval | Peak memory |\n|---|---|---|---|---|---|")
	for _, c := range []struct {
		name      string
		tokens    int
		some      bool
		arguments string
	}{
		{"100 tokens", 100, false, `repositories = "all"`},
		{"1,000 tokens", 1000, false, `repositories = "all"`},
		{"10,000 tokens", 10_000, false, `repositories = "all"`},
		{"100 tokens, repositories decide", 100, true, `repositories = ["${each.key}/api"]`},
		{"1,000 tokens, repositories decide", 1000, true, `repositories = ["${each.key}/api"]`},
		{"100 tokens, two teams", 100, false, "repositories = \"all\"\n  owners = [\"@${each.key}/platform\", \"@${each.key}/security\"]"},
	} {
		f := newFake(t, 1, c.tokens, nil, c.some)
		p := startProcess(t, bin, f, configurationOf(f.logins, "", c.arguments), nil, "--interval", "24h")
		s := sizing{T: t, fake: f, process: p}
		cells := []string{c.name, s.after(func() {}), s.after(func() { p.deliver(f.logins[0], 1) })}
		var id int64
		cells = append(cells, s.after(func() { id = f.ask(0, c.tokens); p.deliver(f.logins[0], id) }))
		cells = append(cells, s.after(func() { p.event("approved", f.logins[0], id) }))
		fmt.Fprintf(t.Output(), "| %s | %.0f MB |\n", strings.Join(cells, " | "), float64(p.peak())/1e6)
		p.stop()
		f.Close()
	}
}

// sizing is a server whose looks are counted one by one.
type sizing struct {
	*testing.T
	*fake
	*process
	looks int
	calls [2]int
}

// after does something that leads to one look, and returns how many calls that made, and how many
// of them count against the rate limit.
func (s *sizing) after(do func()) string {
	s.T.Helper()
	do()
	s.looks++
	if !eventually(2*time.Minute, func() bool {
		m := s.metrics()
		return m[`patctl_looks_total{result="complete"}`] >= float64(s.looks) && m[`patctl_queue_depth{state="running"}`] == 0
	}) {
		s.T.Fatalf("look %d did not end\n%s", s.looks, s.log())
	}
	all, counted := cost(s.count())
	out := fmt.Sprintf("%d (%d)", all-s.calls[0], counted-s.calls[1])
	s.calls = [2]int{all, counted}
	return out
}

// TestSizingOfOrganizations measures memory and time by how many organizations there are.
func TestSizingOfOrganizations(t *testing.T) {
	if os.Getenv("PATCTL_SIZING") == "" {
		t.Skip("PATCTL_SIZING is not set")
	}
	bin := build(t)
	fmt.Fprintln(t.Output(), "| Organizations | All read after | Memory | Peak | CPU of a look | Files |\n|---|---|---|---|---|---|")
	for _, organizations := range []int{10, 200, 1000} {
		f := startFake(t, organizations, 100, nil)
		began := time.Now()
		p := startProcess(t, bin, f, configuration(f.logins, ""), nil, "--interval", "1m")
		if !eventually(5*time.Minute, func() bool { return looked(p.metrics(), f.logins) == organizations }) {
			t.Errorf("not all were read\n%s", p.log())
		}
		read := time.Since(began)
		before := p.metrics()
		time.Sleep(130 * time.Second)
		m := p.metrics()
		looks := m[`patctl_looks_total{result="complete"}`] - before[`patctl_looks_total{result="complete"}`]
		fmt.Fprintf(t.Output(), "| %d | %.1f s | %.0f MB | %.0f MB | %.1f ms | %.0f |\n", organizations, read.Seconds(), m["process_resident_memory_bytes"]/1e6,
			float64(p.peak())/1e6, 1000*(m["process_cpu_seconds_total"]-before["process_cpu_seconds_total"])/looks, m["process_open_fds"])
		p.stop()
		f.Close()
	}
}
