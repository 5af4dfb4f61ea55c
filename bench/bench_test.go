package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReported(t *testing.T) {
	processors := ""
	if n := runtime.GOMAXPROCS(0); n > 1 {
		processors = fmt.Sprint("-", n)
	}
	for line, want := range map[string]string{
		"BenchmarkEdit/1000/files-40" + processors + " \t 20\t 1500 ns/op\t 12.5 MB-held": "/1000/files-40 map[MB-held:12.5 ns/op:1500]",
		"BenchmarkEdit" + processors + " 1 2 ns/op":                                       " map[ns/op:2]",
		"BenchmarkOther" + processors + " 1 2 ns/op":                                      " map[]",
		"ok  \tgithub.com/patctl/patctl/internal/x\t0.5s":                                 " map[]",
	} {
		part, m := reported(line, "Edit")
		if got := fmt.Sprint(part, " ", m); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// TestGoals: a row says no if one of its goals is not met.
func TestGoals(t *testing.T) {
	fast, slow := sample{2 * time.Second, 3 * time.Second, 50 << 20}, sample{4 * time.Second, 2 * time.Second, 3 << 30}
	r := compared("`x`", grouped(1_000_000), fast, "other", slow)
	r.expectRatio(fast, slow, 1)
	met := r.met
	r.expect("≤ 1 MiB", false)
	r.expect("anything", true)
	want := row{
		what: "`x`", size: "1,000,000", ours: "2.00 s (CPU 3.00 s)", beside: "other 4.00 s (CPU 2.00 s)", ratio: "0.50 (CPU 1.50)",
		goal: "ratio ≤ 1, ≤ 1 MiB, anything", met: "**no**", peak: "50 MiB, beside it 3.00 GiB",
	}
	if diff := cmp.Diff(want, r, cmp.AllowUnexported(row{})); diff != "" || met != "yes" {
		t.Errorf("met: %q (-want +got):\n%s", met, diff)
	}
	if text := table([]row{{what: "a|b"}}); !strings.Contains(text, "\n| a\\|b |  |  |  |  |  |  |  |\n") {
		t.Error(text)
	}
}

// TestReplace: a second table takes the place of the first, and the rest of the page stays.
func TestReplace(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("# Title\n\n"+begin+end+"\nText.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"first\n", "second\n"} {
		if err := replace(page, text); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(page)
	if want := "# Title\n\n" + begin + "\nsecond\n\n" + end + "\nText.\n"; string(got) != want {
		t.Errorf("%s, want %s", got, want)
	}
	if err := os.WriteFile(page, []byte("# Title\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if replace(page, "third\n") == nil {
		t.Error("a page without markers was replaced")
	}
}
