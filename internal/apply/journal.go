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
	Reason        string    `json:"reason"`    // that was sent
	Reasons       []string  `json:"reasons"`   // before a revocation, in the order of ids: GitHub takes none
	Result        string    `json:"result"`    // "" before; accepted, or a Result
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
// became of them: the process ended before, or the lists could not be read. Each
// is its entry before the call, with those ids of which nothing is told, and with
// the result and the message of the answer where there was one. Entries of no
// review are left out.
func Open(entries []Entry) []Entry {
	answers, told := map[callKey]Entry{}, map[callKey]map[int64]bool{}
	for _, e := range entries {
		switch {
		case e.Phase == After:
			answers[e.key()] = e
		case e.Phase == Seen && e.Result != string(Unknown):
			if told[e.key()] == nil {
				told[e.key()] = map[int64]bool{}
			}
			for _, id := range e.IDs {
				told[e.key()][id] = true
			}
		}
	}
	var out []Entry
	for _, e := range entries {
		answer, answered := answers[e.key()]
		nothing := answered && answer.Result != Accepted && answer.Result != string(Unknown)
		if e.Phase != Before || nothing || !slices.Contains(pat.ReviewActions(), e.ReviewAction()) {
			continue
		}
		e = e.without(told[e.key()])
		e.Result, e.Message = answer.Result, answer.Message
		if len(e.IDs) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// callKey names a call among those of all runs.
type callKey struct {
	run  string
	call int
}

func (e *Entry) key() callKey { return callKey{e.Run, e.Call} }

// without leaves out ids.
func (e Entry) without(ids map[int64]bool) Entry {
	all, tokens := e.IDs, e.TokenIDs
	e.IDs, e.TokenIDs, e.Reasons = []int64{}, []int64{}, []string{}
	for i, id := range all {
		if ids[id] {
			continue
		}
		token := int64(0)
		if i < len(tokens) {
			token = tokens[i]
		}
		e.IDs, e.TokenIDs = append(e.IDs, id), append(e.TokenIDs, token)
	}
	return e
}

// ReviewAction returns the review that an entry is about; that of the inventory
// is none.
func (e *Entry) ReviewAction() pat.ReviewAction { return pat.ReviewAction(e.Action) }
