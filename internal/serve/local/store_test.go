package local_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/serve/local"
	"github.com/patctl/patctl/internal/serve/status"
)

// disk is a journal whose writes fail where it is full, and wait where somebody holds it.
type disk struct {
	mu     sync.Mutex
	lines  bytes.Buffer
	writes int
	full   bool
	began  chan struct{} // told of a write that waits; nil: none waits
	goOn   chan struct{}
}

func (d *disk) WriteAll(entries []apply.Entry) error {
	if d.began != nil {
		d.began <- struct{}{}
		<-d.goOn
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.writes++
	if d.full {
		return errors.New("no space left on device")
	}
	for _, e := range entries {
		_ = json.NewEncoder(&d.lines).Encode(e)
	}
	return nil
}

func open(t *testing.T, d *disk) *local.Store {
	s, _, err := local.New(d, bytes.NewReader(d.lines.Bytes()), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func entry(organization string, call int, phase apply.Phase, action apply.Action, result string, ids ...int64) apply.Entry {
	return apply.Entry{Run: organization, Call: call, Time: time.Now(), Phase: phase, Organization: organization, Action: action, Result: result, IDs: ids}
}

// TestJournalWritesTogether: what comes while the disk works is written at once, and each
// entry is on it when its Write returns.
func TestJournalWritesTogether(t *testing.T) {
	d := &disk{began: make(chan struct{}), goOn: make(chan struct{})}
	s := open(t, d)
	var all sync.WaitGroup
	write := func(name string) {
		all.Go(func() {
			if err := s.Journal(t.Context(), name).Write(entry(name, 1, apply.Before, "deny", "", 11)); err != nil {
				t.Error(err)
			}
			d.mu.Lock()
			defer d.mu.Unlock()
			if !strings.Contains(d.lines.String(), `"run":"`+name+`"`) {
				t.Errorf("%s is not on disk", name)
			}
		})
	}
	write("octo-org")
	<-d.began
	for n := range 199 {
		write(fmt.Sprint("org", n))
	}
	for local.Waiting(s) < 199 {
		runtime.Gosched()
	}
	d.goOn <- struct{}{}
	<-d.began
	d.goOn <- struct{}{}
	all.Wait()
	if told, err := apply.ReadJournal(&d.lines); err != nil || len(told.Open) != 200 || d.writes != 2 {
		t.Errorf("%d calls are open after %d writes, %v", len(told.Open), d.writes, err)
	}
}

// TestJournalThatCannotBeWritten: everybody whose entry was lost is told, and the store knows
// what is on disk, no more.
func TestJournalThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		s := open(t, d)
		j := s.Journal(t.Context(), "octo-org")
		if err := j.Write(entry("octo-org", 1, apply.Before, "revoke", "", 11, 12)); err != nil {
			t.Fatal(err)
		}
		d.full = true
		var all sync.WaitGroup
		for call := range 5 {
			all.Go(func() {
				if err := j.Write(entry("octo-org", 2+call, apply.Before, "revoke", "", 13)); err == nil || err.Error() != "no space left on device" {
					t.Errorf("a write to a full disk: %v", err)
				}
			})
		}
		all.Wait()
		if err := j.Write(entry("octo-org", 1, apply.After, "revoke", "refused", 11, 12)); err == nil {
			t.Error("the answer was not written, and nobody knows")
		}
		calls, err := s.Open(t.Context(), "Octo-Org")
		if err != nil || len(calls) != 1 || calls[0].Call != 1 {
			t.Errorf("open are %+v, %v", calls, err)
		}
		if n, err := s.Revoked(t.Context(), "octo-org", time.Now().Add(-24*time.Hour)); n != 2 || err != nil {
			t.Errorf("%d were revoked, %v", n, err)
		}
		d.full = false
		if err := j.Write(entry("octo-org", 1, apply.After, "revoke", "refused", 11, 12)); err != nil {
			t.Fatal(err)
		}
		if n, _ := s.Revoked(t.Context(), "octo-org", time.Now().Add(-24*time.Hour)); n != 0 {
			t.Errorf("%d were revoked, and GitHub refused all", n)
		}
	})
}

// TestRevokedAcrossARestart: the revocations of a day count, also those of processes before.
func TestRevokedAcrossARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{}
		s := open(t, d)
		for call := range 72 { // hours
			organization := []string{"octo-org", "mona-org"}[call%2]
			if err := s.Journal(t.Context(), organization).Write(entry(organization, call, apply.Before, "revoke", "", int64(call))); err != nil {
				t.Fatal(err)
			}
			if call == 60 {
				s = open(t, d)
			}
			since := time.Now().Add(-24 * time.Hour)
			if n, err := s.Revoked(t.Context(), "Mona-org", since); err != nil || n != min((call+1)/2, 12+call%2) {
				t.Errorf("hour %d: %d revoked in a day, %v", call, n, err)
			}
			time.Sleep(time.Hour)
		}
		if n, err := s.Revoked(t.Context(), "octo-org", time.Now().Add(-48*time.Hour)); err == nil {
			t.Errorf("two days are not known, and it says %d", n)
		}
	})
}

// TestJournalOfSomebodyElse: one that can be read in two ways is an error.
func TestJournalOfSomebodyElse(t *testing.T) {
	written := "half a li\n" + `{"run":"a","call":1,"phase":"before","organization":"octo-org","action":"deny","ids":[11]}` + "\n"
	s, told, err := local.New(&disk{}, strings.NewReader(written), time.Now)
	if err != nil || told.Broken != 1 || len(told.Open) != 1 {
		t.Fatalf("%+v, %v", told, err)
	}
	if calls, _ := s.Open(t.Context(), "octo-org"); len(calls) != 1 {
		t.Errorf("open are %+v", calls)
	}
	if _, _, err := local.New(&disk{}, strings.NewReader(`{"run":"a","run":"b","call":1,"phase":"before"}`), time.Now); err == nil {
		t.Error("a run with two names was read")
	}
}

// TestLock: one acts in an organization, and others in others.
func TestLock(t *testing.T) {
	s := open(t, &disk{})
	lock := func(organization string) (func(), bool) {
		unlock, ok, err := s.Lock(t.Context(), organization)
		if err != nil {
			t.Fatal(err)
		}
		return unlock, ok
	}
	first, ok := lock("octo-org")
	if _, again := lock("Octo-Org"); !ok || again {
		t.Error("two act in octo-org")
	}
	if _, ok := lock("mona-org"); !ok {
		t.Error("mona-org is kept from acting")
	}
	first()
	_, ok = lock("octo-org")
	first() // of somebody who has nothing any more
	if _, again := lock("octo-org"); !ok || again {
		t.Error("an unlock that came twice let two act")
	}
}

// TestStatus: each has a copy, and what is no longer configured is forgotten.
func TestStatus(t *testing.T) {
	s := open(t, &disk{})
	if _, ok, err := s.Status(t.Context(), "octo-org"); ok || err != nil {
		t.Errorf("before the first look: %v, %v", ok, err)
	}
	for _, login := range []string{"octo-org", "Mona-org", "hubot-org"} {
		o := status.Organization{Login: login, Requests: []status.Request{{ID: 1, Findings: []string{"one"}}}}
		if err := s.Keep(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		o.Requests[0].Findings[0] = "changed"
	}
	o, ok, err := s.Status(t.Context(), "Octo-org")
	if !ok || err != nil || o.Requests[0].Findings[0] != "one" {
		t.Errorf("the status of octo-org is %+v, %v, %v", o, ok, err)
	}
	s.Retain([]string{"OCTO-ORG", "mona-org"})
	all, err := s.All(t.Context())
	var logins []string
	for _, o := range all {
		logins = append(logins, o.Login)
	}
	if diff := cmp.Diff([]string{"Mona-org", "octo-org"}, logins); diff != "" || err != nil {
		t.Errorf("all (-want +got):\n%s, %v", diff, err)
	}
}
