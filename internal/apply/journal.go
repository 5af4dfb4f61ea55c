package apply

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Journal keeps what was done. Write returns when the entry is safe on disk; if
// it cannot be, nothing more is done.
type Journal interface {
	Write(Entry) error
}

// Phase is the place of an entry in the story of a call.
type Phase string

// The phases.
const (
	Before Phase = "before" // about to be done
	After  Phase = "after"  // what the answer was
	Seen   Phase = "seen"   // what the lists show
)

// Entry is a line of the journal.
type Entry struct {
	FormatVersion string    `json:"format_version"`
	PatctlVersion string    `json:"patctl_version"`
	Time          time.Time `json:"time"`
	Run           string    `json:"run"`  // the same for the entries of one run
	Call          int       `json:"call"` // counted within a run, from 1
	Phase         Phase     `json:"phase"`
	Organization  string    `json:"organization"`
	Action        Action    `json:"action"`
	IDs           []int64   `json:"ids"`       // of the requests or grants
	TokenIDs      []int64   `json:"token_ids"` // in the same order; 0: GitHub did not say
	Reason        string    `json:"reason"`
	Result        string    `json:"result"` // "" before; accepted, or a Result
	Message       string    `json:"message"`
}

// Action is what an entry is about: a review, or the inventory.
type Action string

// journalFormat is the version of the entries. Within one major version things
// are only added.
const journalFormat = "1.0"

// Record is the action of writing the inventory, which has no ids.
const Record Action = "record"

// Accepted is the result of a call that GitHub has taken on.
const Accepted = "accepted"

// ReadJournal reads a journal. Lines that are no entries, as a killed process
// may leave one behind, are skipped and counted.
func ReadJournal(data []byte) (entries []Entry, broken int) {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		var e Entry
		if json.Unmarshal(line, &e) != nil || e.Phase == "" {
			broken++
			continue
		}
		entries = append(entries, e)
	}
	return entries, broken
}

// Open returns the calls of which a journal tells the beginning and not what
// became of them: the process ended before. Entries of no review are left out.
func Open(entries []Entry) []Entry {
	type call struct {
		run  string
		call int
	}
	ended := map[call]bool{}
	for _, e := range entries {
		nothing := e.Phase == After && e.Result != Accepted && e.Result != string(Unknown)
		if e.Phase == Seen || nothing {
			ended[call{e.Run, e.Call}] = true
		}
	}
	var out []Entry
	for _, e := range entries {
		known := slices.Contains(pat.ReviewActions(), e.ReviewAction()) && len(e.IDs) > 0
		if e.Phase == Before && known && !ended[call{e.Run, e.Call}] {
			out = append(out, e)
		}
	}
	return out
}

// ReviewAction returns the review that an entry is about; that of the inventory
// is none.
func (e *Entry) ReviewAction() pat.ReviewAction { return pat.ReviewAction(e.Action) }
