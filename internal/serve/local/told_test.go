package local_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/serve/local"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/reviewer"
)

// paper is the file of what was told, and what happened to it.
type paper struct {
	data     []byte
	saves    []time.Duration // since start
	start    time.Time
	aside    []byte
	full     bool
	warnings []string
}

func (p *paper) open(t *testing.T) *local.Told {
	t.Helper()
	p.start = time.Now()
	told, err := local.OpenTold(local.File{
		Name: "patctl.notified.json",
		Load: func() ([]byte, error) { return p.data, nil },
		Save: func(data []byte) error {
			p.saves = append(p.saves, time.Since(p.start))
			if p.full {
				return errors.New("no space left on device")
			}
			p.data = slices.Clone(data)
			return nil
		},
		SetAside: func() error { p.aside, p.data = p.data, nil; return nil },
	}, time.After, func(text string) { p.warnings = append(p.warnings, text) })
	if err != nil {
		t.Fatal(err)
	}
	return told
}

func record(subject, verdict string) notify.Record {
	return notify.Record{Target: "slack security", Organization: "octo-org", Subject: subject, Verdict: verdict, At: time.Now()}
}

// claims tells whether somebody who claimed a minute ago or later is not interfered with.
func claims(t *testing.T, told *local.Told, r notify.Record) bool {
	t.Helper()
	_, ok, err := told.Claim(t.Context(), r, time.Now().Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func keeps(t *testing.T, told *local.Told, r notify.Record) {
	t.Helper()
	r.Told = true
	if err := told.Keep(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}

// TestClaim: a verdict is told once, another one again, and who claimed it first tells it.
func TestClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := (&paper{}).open(t)
		if !claims(t, told, record("request 11", "fits")) || claims(t, told, record("request 11", "fits")) {
			t.Error("not exactly one claims the first verdict")
		}
		if claims(t, told, record("request 11", "differs")) {
			t.Error("the next verdict is told while the first one is")
		}
		r := record("request 11", "fits")
		r.External = "7"
		keeps(t, told, r)
		if claims(t, told, record("request 11", "fits")) {
			t.Error("a verdict is told twice")
		}
		old, ok, err := told.Claim(t.Context(), record("request 11", "differs"), time.Now())
		if !ok || err != nil || old.External != "7" || old.Verdict != "fits" {
			t.Errorf("the next verdict: %+v, %v, %v", old, ok, err)
		}
		other := record("request 11", "fits")
		other.Target = "teams platform"
		if !claims(t, told, other) || !claims(t, told, record("request 12", "fits")) {
			t.Error("other targets or requests are not told")
		}
		if err := told.Forget(t.Context(), record("request 11", "")); err != nil || !claims(t, told, record("request 11", "fits")) {
			t.Errorf("what was forgotten is not told again: %v", err)
		}
		if err := told.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestCrashBetweenClaimAndKeep: the next process waits for the claim to grow old, then tells,
// and still knows the issue.
func TestCrashBetweenClaimAndKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &paper{}
		told := file.open(t)
		r := record("request 11", "fits")
		r.External = "7"
		keeps(t, told, r)
		claims(t, told, record("request 11", "differs"))
		time.Sleep(2 * time.Second) // the file is written, and the process dies
		synctest.Wait()
		next := file.open(t)
		time.Sleep(58 * time.Second)
		if claims(t, next, record("request 11", "differs")) {
			t.Error("claimed again after a minute, which is not older than a minute")
		}
		time.Sleep(time.Second)
		old, ok, err := next.Claim(t.Context(), record("request 11", "differs"), time.Now().Add(-time.Minute))
		if !ok || err != nil || old.External != "7" || old.Told {
			t.Errorf("a claim from before the crash: %+v, %v, %v", old, ok, err)
		}
		if err := next.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestSavedOnceASecond: the file is written whole, not for each record, and at the end.
func TestSavedOnceASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &paper{}
		told := file.open(t)
		for n := range 35 {
			keeps(t, told, record(fmt.Sprint("request ", n), "fits"))
			time.Sleep(90 * time.Millisecond)
		}
		synctest.Wait()
		if diff := cmp.Diff([]time.Duration{time.Second, 2080 * time.Millisecond}, file.saves); diff != "" {
			t.Errorf("written after (-want +got):\n%s", diff)
		}
		if err := told.Close(); err != nil {
			t.Error(err)
		}
		if records, err := file.open(t).Of(t.Context(), "Octo-Org"); len(records) != 35 || err != nil || len(file.saves) != 3 {
			t.Errorf("%d records after %d writes, %v", len(records), len(file.saves), err)
		}
		time.Sleep(time.Minute)
		if err := told.Close(); err != nil || len(file.saves) != 3 {
			t.Errorf("written without a change: %v, %v", file.saves, err)
		}
	})
}

// TestLargeFile: the larger the file is, the less often it is written.
func TestLargeFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &paper{}
		told := file.open(t)
		for n := range 20_000 {
			keeps(t, told, record(fmt.Sprint("request ", n), "fits"))
			if n == 0 {
				synctest.Wait() // whoever writes the file decides when to
			}
		}
		time.Sleep(1500 * time.Millisecond)
		for n := range 50 { // never at the moment of a write
			keeps(t, told, record(fmt.Sprint("request ", n), "drifted"))
			time.Sleep(130 * time.Millisecond)
		}
		synctest.Wait()
		if diff := cmp.Diff([]time.Duration{time.Second, 4500 * time.Millisecond, 7620 * time.Millisecond}, file.saves); diff != "" {
			t.Errorf("written after (-want +got):\n%s", diff)
		}
		if err := told.Close(); err != nil {
			t.Error(err)
		}
	})
}

// TestFullDisk: one warning, and the file is written when there is room.
func TestFullDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := &paper{full: true}
		told := file.open(t)
		keeps(t, told, record("request 11", "fits"))
		time.Sleep(35 * time.Second)
		synctest.Wait()
		if want := []string{"Write patctl.notified.json: no space left on device. What was told is kept in memory."}; !cmp.Equal(file.warnings, want) || len(file.saves) != 4 {
			t.Errorf("%d writes, and warnings %q", len(file.saves), file.warnings)
		}
		if err := told.Close(); err == nil {
			t.Error("the file is not written at the end, and nobody knows")
		}
		file.full = false
		if err := told.Close(); err != nil || !strings.Contains(string(file.data), "request 11") {
			t.Errorf("%s, %v", file.data, err)
		}
	})
}

// TestBrokenFile is set aside; serve begins without it.
func TestBrokenFile(t *testing.T) {
	whole := `{"format_version":"1.0","records":[{"target":"slack security","organization":"octo-org","subject":"request 11","verdict":"fits","external":"","told":true,"at":"2026-11-01T12:00:00Z"}]}`
	for _, test := range []struct{ data, want string }{
		{"", "it ends before the JSON is complete"},
		{whole[:60], "it ends before the JSON is complete"},
		{strings.Replace(whole, "1.0", "2.0", 1), `format_version is "2.0", and this version of patctl reads 1.0.`},
		{strings.Replace(whole, `"request 11"`, `""`, 1), "a record has no target, organization, or subject"},
		{strings.Replace(whole, `"external"`, `"told":false,"external"`, 1), "told"},
		{strings.Replace(whole, `1.0`, `1.7`, 1), ""},
		{whole, ""},
	} {
		file := &paper{data: []byte(test.data)}
		records, err := file.open(t).Of(t.Context(), "octo-org")
		if err != nil {
			t.Fatal(err)
		}
		if test.want == "" {
			if len(records) != 1 || len(file.warnings) > 0 {
				t.Errorf("%s: %+v, %q", test.data, records, file.warnings)
			}
			continue
		}
		if len(file.warnings) != 1 || !strings.Contains(file.warnings[0], test.want) || string(file.aside) != test.data || len(records) > 0 {
			t.Errorf("%s: warnings %q, set aside %q", test.data, file.warnings, file.aside)
		}
	}
}

// TestFileIsWhatIsInMemory: after random claims the next process knows the same.
func TestFileIsWhatIsInMemory(t *testing.T) {
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			random, file := rand.New(rand.NewPCG(seed, 1)), &paper{}
			told := file.open(t)
			for range 60 {
				r := record(fmt.Sprint("request ", random.IntN(5)), fmt.Sprint(random.IntN(3)))
				switch random.IntN(4) {
				case 0:
					_ = told.Forget(t.Context(), r)
				case 1:
					keeps(t, told, r)
				default:
					claims(t, told, r)
				}
				time.Sleep(time.Duration(random.Int64N(int64(10 * time.Second))))
			}
			if err := told.Close(); err != nil {
				t.Fatal(err)
			}
			want, _ := told.Of(t.Context(), "octo-org")
			got, _ := file.open(t).Of(t.Context(), "octo-org")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d (-memory +file):\n%s", seed, diff)
			}
		})
	}
}

var (
	_ notify.Told    = (*local.Told)(nil)
	_ reviewer.Store = (*local.Store)(nil)
)
