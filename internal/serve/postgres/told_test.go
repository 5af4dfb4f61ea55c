package postgres_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/serve/notify"
)

func record(verdict string, told bool, at time.Duration) notify.Record {
	return notify.Record{Target: "slack security", Organization: "Octo-Org", Subject: "request 42", Verdict: verdict, Told: told, At: noon.Add(at)}
}

// TestClaim: who may tell what, after what.
func TestClaim(t *testing.T) {
	d := replica(t, database(t), fast())
	told := d.Told()
	for _, test := range []struct {
		name string
		was  *notify.Record
		want bool
	}{
		{"nothing", nil, true},
		{"the same was told", &notify.Record{Verdict: "\xff denied", Told: true}, false},
		{"another was told", &notify.Record{Verdict: "pending", Told: true, External: "7"}, true},
		{"claimed just now", &notify.Record{Verdict: "\xff denied", At: noon.Add(-time.Minute)}, false},
		{"another claimed just now", &notify.Record{Verdict: "pending", At: noon.Add(-time.Minute)}, false},
		{"claimed long ago", &notify.Record{Verdict: "\xff denied", At: noon.Add(-time.Hour), External: "7"}, true},
	} {
		r := record("\xff denied", true, 0)
		var was notify.Record
		if test.was != nil {
			was = *test.was
			was.Target, was.Organization, was.Subject, was.At = r.Target, r.Organization, r.Subject, was.At.UTC()
			if err := told.Keep(t.Context(), was); err != nil {
				t.Fatal(err)
			}
		}
		got, ok, err := told.Claim(t.Context(), r, noon.Add(-10*time.Minute))
		if err != nil || ok != test.want || !cmp.Equal(was, got) {
			t.Errorf("%s: %t, %v, %s", test.name, ok, err, cmp.Diff(was, got))
		}
		r.Told, r.External = false, was.External
		if !test.want {
			r = was
		}
		if list, err := told.Of(t.Context(), "octo-org"); err != nil || !cmp.Equal(list, []notify.Record{r}) {
			t.Errorf("%s: afterwards: %+v, %v", test.name, list, err)
		}
		if err := told.Forget(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := told.Of(t.Context(), "octo-org"); err != nil || len(list) > 0 {
		t.Errorf("forgotten: %+v, %v", list, err)
	}
}

// TestClaimInTwoProcesses: exactly one of them tells.
func TestClaimInTwoProcesses(t *testing.T) {
	address := database(t)
	processes := []notify.Told{replica(t, address, fast()).Told(), replica(t, address, fast()).Told()}
	for round, verdict := range []string{"pending", "denied"} {
		for n := range 10 {
			var claims atomic.Int64
			var all sync.WaitGroup
			for i := range 8 {
				all.Go(func() {
					r := record(verdict, false, time.Duration(round)*time.Hour)
					r.Subject = fmt.Sprintf("request %d", n)
					_, ok, err := processes[i%2].Claim(t.Context(), r, r.At.Add(-time.Minute))
					if err != nil {
						t.Error(err)
					}
					if ok {
						claims.Add(1)
					}
				})
			}
			if all.Wait(); claims.Load() != 1 {
				t.Errorf("%s, request %d: %d claims", verdict, n, claims.Load())
			}
		}
	}
}
