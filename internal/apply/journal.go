package apply

import (
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
	Expected      []string  `json:"expected"` // before an approval, in the order of ids: a hash of what the tokens may do; "": not known
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

// ReviewAction returns the review that an entry is about; that of the inventory
// is none.
func (e *Entry) ReviewAction() pat.ReviewAction { return pat.ReviewAction(e.Action) }
