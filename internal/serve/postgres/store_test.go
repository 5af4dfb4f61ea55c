package postgres_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/status"
)

var noon = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func entry(call int, phase apply.Phase, action apply.Action, result apply.Result, ids ...int64) apply.Entry {
	return apply.Entry{
		FormatVersion: "1.0", Time: noon, Run: "run", Call: call, Phase: phase, Organization: "octo-org", Action: action,
		IDs: ids, TokenIDs: make([]int64, len(ids)), Reasons: []string{}, Expected: make([]string, len(ids)), Result: string(result),
	}
}

// locked locks octo-org until unlock, or to the end of the test.
func locked(t *testing.T, d *postgres.Database) (unlock func()) {
	t.Helper()
	unlock, ok, err := d.Store().Lock(t.Context(), "octo-org")
	if err != nil || !ok {
		t.Fatalf("lock: %t, %v", ok, err)
	}
	t.Cleanup(unlock)
	return unlock
}

func write(t *testing.T, d *postgres.Database, entries ...apply.Entry) {
	t.Helper()
	for _, e := range entries {
		if err := d.Store().Journal(t.Context(), "Octo-Org").Write(e); err != nil {
			t.Fatal(err)
		}
	}
}

// TestJournalFence: without the lock nothing is written, however the lock was lost.
func TestJournalFence(t *testing.T) {
	address := database(t)
	d, other := replica(t, address, postgres.Options{Sleep: sleep}), replica(t, address, fast())
	journal := d.Store().Journal(t.Context(), "octo-org")
	e := entry(1, apply.Before, "deny", "", 11)
	refused := func(what, want string) {
		t.Helper()
		if err := journal.Write(e); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	refused("never locked", "not locked by this process")

	unlock := locked(t, d)
	if _, ok, err := d.Store().Lock(t.Context(), "Octo-Org"); ok || err != nil {
		t.Errorf("locked twice by a process: %t, %v", ok, err)
	}
	if _, ok, err := other.Store().Lock(t.Context(), "octo-org"); ok || err != nil {
		t.Errorf("locked by two processes: %t, %v", ok, err)
	}
	if err := other.Store().Journal(t.Context(), "octo-org").Write(e); err == nil {
		t.Error("written without the lock that another process has")
	}
	write(t, d, e)
	unlock()
	unlock()
	refused("unlocked", "not locked by this process")

	locked(t, d)
	if err := d.Lose(t.Context()); err != nil {
		t.Fatal(err)
	}
	refused("connection lost", "write the journal")
	refused("connection lost, and known to be", "was lost")
	locked(t, other)
	refused("locked by another one", "was lost")
	if open, err := other.Store().Open(t.Context(), "octo-org"); err != nil || len(open) != 1 {
		t.Errorf("open: %+v, %v", open, err)
	}
}

// TestLockLostOnAConnectionThatLives: as behind a pooler that does not keep sessions.
func TestLockLostOnAConnectionThatLives(t *testing.T) {
	d := replica(t, database(t), fast())
	locked(t, d)
	if err := d.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := d.Store().Journal(t.Context(), "octo-org").Write(entry(1, apply.Before, "deny", "", 11)); err == nil || !strings.Contains(err.Error(), "was lost") {
		t.Errorf("written without the lock: %v", err)
	}
}

// TestOpen: the calls without a known result are those that apply finds in the whole journal.
func TestOpen(t *testing.T) {
	d := replica(t, database(t), fast())
	locked(t, d)
	random := rand.New(rand.NewPCG(3, 4))
	results := map[apply.Phase][]apply.Result{
		apply.Before: {""}, apply.After: {apply.Accepted, apply.Unknown, apply.Unsent, apply.Refused},
		apply.Seen: {apply.Done, apply.Unknown, apply.NoEffect, apply.Gone},
	}
	var all []apply.Entry
	most := 0
	for range 150 {
		call := 1 + random.IntN(12)
		phase := []apply.Phase{apply.Before, apply.After, apply.Seen}[random.IntN(3)]
		result := results[phase][random.IntN(len(results[phase]))]
		ids := []int64{1, 2, 3}[random.IntN(3):]
		e := entry(call, phase, []apply.Action{"deny", "approve", "revoke"}[call%3], result, ids...)
		all = append(all, e)
		write(t, d, e)
		open, err := d.Store().Open(t.Context(), "octo-org")
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(open))
		if diff := cmp.Diff(byCall(apply.Open(all)), byCall(open)); diff != "" {
			t.Fatalf("after %+v (-want +got):\n%s", e, diff)
		}
	}
	if most < 3 {
		t.Errorf("at most %d calls were open", most)
	}
}

func byCall(entries []apply.Entry) map[int]apply.Entry {
	out := map[int]apply.Entry{}
	for _, e := range entries {
		out[e.Call] = e
	}
	return out
}

// TestRevoked counts every token once that was or may have been revoked within the window.
func TestRevoked(t *testing.T) {
	d := replica(t, database(t), fast())
	locked(t, d)
	at := func(e apply.Entry, before time.Duration) apply.Entry {
		e.Time = noon.Add(-before)
		return e
	}
	write(t, d,
		at(entry(1, apply.Before, "revoke", "", 1, 2), 25*time.Hour), entry(1, apply.Seen, "revoke", apply.Done, 1, 2),
		at(entry(2, apply.Before, "revoke", "", 3, 4), 24*time.Hour), entry(2, apply.After, "revoke", apply.Accepted, 3, 4),
		entry(3, apply.Before, "revoke", "", 5), entry(3, apply.After, "revoke", apply.Unsent, 5),
		entry(4, apply.Before, "revoke", "", 6), entry(4, apply.After, "revoke", apply.Refused, 6),
		entry(5, apply.Before, "revoke", "", 6, 7), entry(5, apply.After, "revoke", apply.Unknown, 6, 7),
		entry(6, apply.Before, "revoke", "", 4, 8),
		entry(7, apply.Before, "deny", "", 9), entry(7, apply.After, "deny", apply.Accepted, 9),
	)
	for _, test := range []struct {
		since time.Duration
		want  int
	}{{48 * time.Hour, 7}, {24 * time.Hour, 5}, {time.Hour, 4}, {-time.Hour, 0}} {
		if n, err := d.Store().Revoked(t.Context(), "OCTO-ORG", noon.Add(-test.since)); err != nil || n != test.want {
			t.Errorf("since %s: %d, %v, want %d", test.since, n, err, test.want)
		}
	}
	if n, err := d.Store().Revoked(t.Context(), "mona-org", time.Time{}); n != 0 || err != nil {
		t.Errorf("of another organization: %d, %v", n, err)
	}
}

// TestJournalIndexes: what is read at every look does not grow with the journal.
func TestJournalIndexes(t *testing.T) {
	d := replica(t, database(t), fast())
	if _, err := d.Text(t.Context(), `with rows as (insert into patctl.journal (organization, run, call, phase, action, at, open, entry)
		select 'org-' || n % 5, 'run-' || n / 20, n % 20 / 2, case n % 2 when 0 then 'before' else 'after' end, 'revoke', now() - n * interval '1 minute', false, '{}'
		from generate_series(1, 20000) n returning 1) select ''`); err != nil {
		t.Fatal(err)
	}
	for _, sql := range postgres.JournalQueries() {
		sql = strings.NewReplacer("$1", "'org-1'", "$2", "now() - interval '1 day'").Replace(sql)
		plan, err := d.Text(t.Context(), "explain "+sql)
		if text := strings.Join(plan, "\n"); err != nil || strings.Contains(text, "Seq Scan") || !strings.Contains(text, "journal_call") {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

// TestStatus: what was kept comes back, whatever strangers have put into it.
func TestStatus(t *testing.T) {
	d := replica(t, database(t), fast())
	s := d.Store()
	if o, known, err := s.Status(t.Context(), "octo-org"); known || err != nil {
		t.Errorf("nothing is kept: %+v, %v", o, err)
	}
	hostile := "a\x00b'; drop table patctl.status; --\u202e\n"
	for n, login := range []string{"octo-org", "mona-org", "Octo-Org"} {
		o := status.Organization{
			Login: login, LookedAt: noon, Failures: n, Gaps: []status.Gap{{What: hostile, Why: hostile}},
			Requests: []status.Request{{ID: 1 << 60, TokenName: hostile, Since: noon}}, Done: []status.Review{},
		}
		if err := s.Keep(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		if got, known, err := s.Status(t.Context(), strings.ToUpper(login)); !known || err != nil || !cmp.Equal(o, got) {
			t.Errorf("%v, %s", err, cmp.Diff(o, got))
		}
	}
	all, err := s.All(t.Context())
	var got []string
	for _, o := range all {
		got = append(got, fmt.Sprint(o.Login, o.Failures))
	}
	if diff := cmp.Diff([]string{"mona-org1", "Octo-Org2"}, got); err != nil || diff != "" {
		t.Errorf("%v, all (-want +got):\n%s", err, diff)
	}
}
