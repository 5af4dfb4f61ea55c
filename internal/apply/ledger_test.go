package apply_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
)

// randomJournal is what runs write that act in several organizations and are killed now and
// then: entries of any order that calls can have.
func randomJournal(r *rand.Rand, start time.Time) []apply.Entry {
	var out []apply.Entry
	at := start
	for n := range 1 + r.IntN(40) {
		at = at.Add(time.Duration(r.Int64N(int64(3 * time.Hour))))
		e := apply.Entry{
			Run: fmt.Sprint("run", n/3), Call: 1 + n%3, Time: at, Phase: apply.Before,
			Organization: one(r, "octo-org", "Octo-Org", "mona-org"), Action: one[apply.Action](r, "approve", "deny", "revoke", "revoke", apply.Record),
		}
		for range 1 + r.IntN(4) {
			e.IDs, e.TokenIDs = append(e.IDs, 1+r.Int64N(30)), append(e.TokenIDs, r.Int64N(3))
		}
		if r.IntN(20) > 0 {
			out = append(out, e)
		}
		if r.IntN(5) > 0 {
			e.Phase, e.Result = apply.After, one(r, "accepted", "accepted", "unknown", "unsent", "refused")
			out = append(out, e)
		}
		for _, id := range e.IDs {
			if r.IntN(3) > 0 {
				e.Phase, e.Result, e.IDs = apply.Seen, one(r, "done", "no_effect", "unknown", "settled"), []int64{id}
				out = append(out, e)
			}
		}
	}
	for range r.IntN(10) { // looks at organizations write at the same time
		i, j := r.IntN(len(out)+1), r.IntN(len(out)+1)
		if i < len(out) && j < len(out) && out[i].Run != out[j].Run {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

func lines(t *testing.T, entries []apply.Entry) []byte {
	var b bytes.Buffer
	for _, e := range entries {
		if err := json.NewEncoder(&b).Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// TestLedger: what was read at the start and noted since then is what a reader of the whole
// journal finds, and the revocations are those that one finds who counts them one by one.
func TestLedger(t *testing.T) {
	start := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	open, revoked := 0, 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		all := randomJournal(r, start)
		cut := r.IntN(len(all) + 1)
		ledger, _, err := apply.ReadLedger(bytes.NewReader(lines(t, all[:cut])), start)
		if err != nil {
			t.Fatal(err)
		}
		ledger.Note(all[cut:]...)
		told, err := apply.ReadJournal(bytes.NewReader(lines(t, all)))
		if err != nil {
			t.Fatal(err)
		}
		since := start.Add(time.Duration(r.Int64N(int64(30 * time.Hour))))
		if r.IntN(2) == 0 {
			ledger.Forget(since)
		}
		for _, organization := range []string{"OCTO-ORG", "mona-org"} {
			var want []apply.Entry
			for _, e := range told.Open {
				if strings.EqualFold(e.Organization, organization) {
					want = append(want, e)
				}
			}
			if diff := cmp.Diff(want, ledger.Open(organization)); diff != "" {
				t.Fatalf("seed %d, %s, open calls (-journal +ledger):\n%s", seed, organization, diff)
			}
			count := revokedIn(all, organization, since)
			if got := ledger.Revoked(organization, since); got != count {
				t.Fatalf("seed %d, %s: %d revoked since %v, want %d", seed, organization, got, since, count)
			}
			open, revoked = open+len(want), revoked+count
		}
	}
	if open < 1000 || revoked < 1000 {
		t.Errorf("only %d open calls and %d revocations were seen", open, revoked)
	}
}

func revokedIn(entries []apply.Entry, organization string, since time.Time) int {
	ids := map[int64]bool{}
	for i, e := range entries {
		if e.Phase != apply.Before || e.Action != "revoke" || !strings.EqualFold(e.Organization, organization) || e.Time.Before(since) {
			continue
		}
		done := true
		for _, later := range entries[i:] {
			if later.Run == e.Run && later.Call == e.Call && later.Phase == apply.After {
				done = done && later.Result != "unsent" && later.Result != "refused"
			}
		}
		for _, id := range e.IDs {
			if done {
				ids[id] = true
			}
		}
	}
	return len(ids)
}

// TestLedgerForgets: a process that runs for long keeps only what is recent.
func TestLedgerForgets(t *testing.T) {
	start := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	ledger := apply.NewLedger(start)
	for hour := range 100 {
		at := start.Add(time.Duration(hour) * time.Hour)
		e := apply.Entry{Run: fmt.Sprint(hour), Call: 1, Phase: apply.Before, Organization: "octo-org", Action: "revoke", IDs: []int64{int64(hour)}, Time: at}
		ledger.Note(e)
		ledger.Forget(at.Add(-24 * time.Hour))
	}
	if got := ledger.Revoked("octo-org", start); got != 25 || !ledger.Since().Equal(start.Add(75*time.Hour)) {
		t.Errorf("%d revocations are kept, since %v", got, ledger.Since())
	}
	ledger.Forget(start)
	if !ledger.Since().Equal(start.Add(75 * time.Hour)) {
		t.Error("what was forgotten came back")
	}
}

// TestOpenIsACopy: who works with open calls does not change the ledger, nor the other way.
func TestOpenIsACopy(t *testing.T) {
	ledger := apply.NewLedger(time.Time{})
	e := apply.Entry{Run: "a", Call: 1, Phase: apply.Before, Organization: "octo-org", Action: "deny", IDs: []int64{11, 12}}
	ledger.Note(e)
	open := ledger.Open("octo-org")
	seen := e
	seen.Phase, seen.Result, seen.IDs = apply.Seen, "done", []int64{11}
	ledger.Note(seen)
	if !cmp.Equal(open[0].IDs, []int64{11, 12}) || !cmp.Equal(ledger.Open("octo-org")[0].IDs, []int64{12}) {
		t.Errorf("open are %v, then %v", open[0].IDs, ledger.Open("octo-org")[0].IDs)
	}
}
