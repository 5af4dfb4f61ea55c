// Package status is what serve knows of organizations: when they were looked at, what was
// missing, what is pending in them, and what was done. It holds values only, which are kept
// as JSON by those who store them.
package status

import (
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// MaxDone is how many reviews are kept of an organization.
const MaxDone = 50

// Organization is what the last look at an organization came to.
type Organization struct {
	Login      string    `json:"login"`
	LookedAt   time.Time `json:"looked_at"`   // when the last look ended
	CompleteAt time.Time `json:"complete_at"` // when the last look ended in which everything was read; zero: none did
	Failures   int       `json:"failures"`    // looks in a row that failed or were incomplete
	Gaps       []Gap     `json:"gaps"`        // of the last look
	Calls      int       `json:"calls"`       // of the last look
	Requests   []Request `json:"requests"`    // that were pending when the last look ended
	Tokens     Tokens    `json:"tokens"`      // active ones
	Done       []Review  `json:"done"`        // the newest last, at most MaxDone
}

// Gap is a part that could not be read or judged, and why.
type Gap struct {
	What string `json:"what"`
	Why  string `json:"why"`
}

// Request is a pending request and its verdict.
type Request struct {
	ID        int64       `json:"id"`
	TokenName string      `json:"token_name"`
	Owner     string      `json:"owner"`
	Since     time.Time   `json:"since"` // when it was made; zero: GitHub did not say
	Verdict   pat.Verdict `json:"verdict"`
	Template  string      `json:"template"` // address that it fits or claims; "": none
	Nearest   string      `json:"nearest"`  // the closest template where it claims none
	Findings  []string    `json:"findings"` // messages
	Planned   string      `json:"planned"`  // approve or deny: what its review is; "": none
	Why       string      `json:"why"`      // why nothing is planned or done; a whole sentence, or ""
}

// Tokens counts the active tokens by verdict.
type Tokens struct {
	Conforming int `json:"conforming"`
	Drifted    int `json:"drifted"`
	Undeclared int `json:"undeclared"`
	Excepted   int `json:"excepted"` // an exception covers what does not match
}

// Review is a review that serve asked for, and what it came to.
type Review struct {
	At        time.Time        `json:"at"`
	Action    pat.ReviewAction `json:"action"`
	Kind      pat.Kind         `json:"kind"`
	ID        int64            `json:"id"`
	TokenName string           `json:"token_name"` // "": not known
	Owner     string           `json:"owner"`      // "": not known
	Verdict   pat.Verdict      `json:"verdict"`
	Result    string           `json:"result"`  // an apply.Result
	Message   string           `json:"message"` // whole sentences; "": nothing to add
}
