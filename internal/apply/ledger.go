package apply

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Ledger follows a journal that is written for as long as a process runs: it knows the open
// calls and the latest revocations of every organization, and nothing of what has ended.
// Organizations are the same in upper and in lower case. It is not safe for concurrent use.
type Ledger struct {
	calls  tracker
	since  time.Time // revocations before are forgotten
	asked  []*revocations
	latest map[callKey]*revocations // the last of each call
}

// revocations are those that one call asked for.
type revocations struct {
	organization string // in lower case
	at           time.Time
	ids          []int64
	call         callKey
	undone       bool // the call did nothing
}

// NewLedger returns the ledger of an empty journal, which keeps revocations since a time.
func NewLedger(since time.Time) *Ledger {
	return &Ledger{calls: tracker{calls: map[callKey]*Entry{}}, since: since, latest: map[callKey]*revocations{}}
}

// ReadLedger reads a journal of any length, as ReadJournal does.
func ReadLedger(r io.Reader, since time.Time) (*Ledger, Journaled, error) {
	l := NewLedger(since)
	told, err := scan(r, l.note)
	if err != nil {
		return nil, Journaled{}, err
	}
	told.Open = l.calls.open()
	return l, told, nil
}

// Note takes in entries that were written to the journal.
func (l *Ledger) Note(entries ...Entry) {
	for i := range entries {
		l.note(&entries[i])
	}
}

func (l *Ledger) note(e *Entry) {
	l.calls.note(e)
	switch {
	case e.Phase == Before && e.ReviewAction() == pat.Revoke && !e.Time.Before(l.since):
		asked := &revocations{organization: strings.ToLower(e.Organization), at: e.Time, ids: slices.Clone(e.IDs), call: e.key()}
		l.asked, l.latest[e.key()] = append(l.asked, asked), asked
	case e.Phase == After && (e.Result == string(Unsent) || e.Result == string(Refused)):
		if asked := l.latest[e.key()]; asked != nil {
			asked.undone = true
		}
	}
}

// Open returns the open calls in an organization, as ReadJournal does. They are copies.
func (l *Ledger) Open(organization string) []Entry {
	var out []Entry
	for _, e := range l.calls.open() {
		if strings.EqualFold(e.Organization, organization) {
			e.IDs, e.TokenIDs, e.Expected = slices.Clone(e.IDs), slices.Clone(e.TokenIDs), slices.Clone(e.Expected)
			out = append(out, e)
		}
	}
	return out
}

// Revoked counts the tokens in an organization whose revocation was asked for since a time,
// each once. What was not sent or was refused does not count; what had no effect does.
func (l *Ledger) Revoked(organization string, since time.Time) int {
	organization = strings.ToLower(organization)
	ids := map[int64]bool{}
	for _, asked := range l.asked {
		if asked.organization != organization || asked.undone || asked.at.Before(since) {
			continue
		}
		for _, id := range asked.ids {
			ids[id] = true
		}
	}
	return len(ids)
}

// Since is the time from which on revocations are kept.
func (l *Ledger) Since() time.Time { return l.since }

// Forget drops revocations that were asked for before a time.
func (l *Ledger) Forget(before time.Time) {
	if !before.After(l.since) {
		return
	}
	l.since = before
	l.asked = slices.DeleteFunc(l.asked, func(asked *revocations) bool {
		old := asked.at.Before(before)
		if old && l.latest[asked.call] == asked {
			delete(l.latest, asked.call)
		}
		return old
	})
}
