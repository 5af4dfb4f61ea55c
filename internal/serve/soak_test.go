package serve_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

// TestSoak runs a server for the time in PATCTL_SOAK, such as 1h, and prints every few minutes
// how much it holds: 50 organizations, two requests a second, each told to a webhook, and the
// configuration changes every minute. It fails where the second half needs clearly more than the first.
func TestSoak(t *testing.T) {
	lasts, err := time.ParseDuration(os.Getenv("PATCTL_SOAK"))
	if err != nil {
		t.Skip("PATCTL_SOAK is not set to a time")
	}
	const organizations, kept = 50, 20
	f := startFake(t, organizations, kept, nil)
	var told atomic.Int64
	sink := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told.Add(1) }))
	defer sink.Close()
	bin := os.Getenv("PATCTL_SOAK_BINARY")
	if bin == "" {
		bin = build(t)
	}
	serve := "serve {\n  interval = \"1m\"\n  webhook \"siem\" {\n    url_env    = \"SIEM_URL\"\n    per_minute = 1000\n  }\n}\n\n"
	config := func(n int) string { return fmt.Sprintf("# Version %d.\n", n) + configuration(f.logins, serve) }
	p := startProcess(t, bin, f, config(0), []string{"SIEM_URL=" + sink.URL})
	began := time.Now()
	var changes int
	var requests atomic.Int64
	rng := rand.New(rand.NewPCG(1, 2))
	fmt.Fprintln(t.Output(), "| After | RSS | Heap | Goroutines | Files | Journal | Cache | Requests | Decided | Told | Calls |\n|---|---|---|---|---|---|---|---|---|---|---|")
	var early, late float64
	report := func() {
		m := p.metrics()
		journal, _ := os.Stat(filepath.Join(p.dir, journalFile))
		size := int64(0)
		if journal != nil {
			size = journal.Size()
		}
		files, cached := fileSizes(p.cache)
		calls, _ := cost(f.count())
		fmt.Fprintf(t.Output(), "| %s | %.1f MB | %.1f MB | %.0f | %.0f | %.2f MB | %d files, %.1f MB | %d | %.0f | %d | %d |\n", time.Since(began).Round(time.Second),
			m["process_resident_memory_bytes"]/1e6, m["go_memstats_heap_inuse_bytes"]/1e6, m["go_goroutines"], m["process_open_fds"], float64(size)/1e6,
			files, float64(cached)/1e6, requests.Load(), m[`patctl_reviews_total{action="approve",result="done"}`], told.Load(), calls)
		if time.Since(began) < lasts/2 {
			early = max(early, m["process_resident_memory_bytes"])
		} else {
			late = max(late, m["process_resident_memory_bytes"])
		}
	}
	for time.Since(began) < lasts {
		spread(rng, organizations, 2, time.Minute, func(_, at int) {
			p.deliver(f.logins[at], f.ask(at, kept))
			requests.Add(1)
		})
		changes++
		p.write(config(changes))
		f.count()
		if changes == 1 || changes%5 == 0 {
			report()
		}
	}
	if early > 0 && late > early*1.2+10e6 {
		t.Errorf("the memory grew from %.1f to %.1f MB", early/1e6, late/1e6)
	}
}
