package serve_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/apply"
)

// journalFile is the journal beside the configuration.
const journalFile = "patctl.applied.jsonl"

// decision is when the review of a request was accepted by GitHub, and when the lists showed
// that it took effect.
type decision struct{ accepted, seen time.Time }

// decisions reads the journal of the server.
func (p *process) decisions() map[int64]decision {
	p.Helper()
	file, err := os.Open(filepath.Join(p.dir, journalFile))
	if err != nil {
		p.Fatal(err)
	}
	defer file.Close()
	out := map[int64]decision{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e apply.Entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			p.Fatal(err)
		}
		for _, id := range e.IDs {
			d := out[id]
			switch {
			case e.Phase == apply.After && e.Result == apply.Accepted:
				d.accepted = e.Time
			case e.Phase == apply.Seen && e.Result == string(apply.Done):
				d.seen = e.Time
			}
			out[id] = d
		}
	}
	return out
}

// eventually waits until something holds, for a time at most.
func eventually(most time.Duration, holds func() bool) bool {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return holds()
}

// percentile of times; 0: there are none.
func percentile(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)]
}

// fileSizes adds up the files below a directory.
func fileSizes(dir string) (files int, bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			files, bytes = files+1, bytes+info.Size()
		}
		return nil
	})
	return files, bytes
}

// failing are the organizations with failures, by the metrics.
func failing(metrics map[string]float64, logins []string) []string {
	var out []string
	for _, login := range logins {
		if metrics[`patctl_organization_failures{organization="`+login+`"}`] > 0 {
			out = append(out, login)
		}
	}
	return out
}

// looked reports how many of the organizations were read completely.
func looked(metrics map[string]float64, logins []string) int {
	n := 0
	for _, login := range logins {
		if metrics[`patctl_organization_last_complete_timestamp_seconds{organization="`+login+`"}`] > 0 {
			n++
		}
	}
	return n
}
