package apply

import (
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/plan"
)

// Result is what happened to a review.
type Result string

// The results. Of the last three groups, the first is in order, the second may
// be tried again by a new plan, and of the third nobody can be sure.
const (
	Done Result = "done" // the lists show that it took effect

	Changed Result = "changed" // not as it was planned any more: left alone
	Gone    Result = "gone"    // somebody else was faster: left alone

	Refused  Result = "refused"   // GitHub said no
	Unsent   Result = "unsent"    // the call was not made
	NoEffect Result = "no_effect" // GitHub took the job on, and nothing happened
	Differs  Result = "differs"   // approved, and the active token is not what was planned
	Unread   Result = "unread"    // it could not be read again: left alone

	Unknown Result = "unknown" // the call may have arrived, and the lists could not be read

	Settled Result = "settled" // of an earlier run, closed by the user without a look at the lists
)

// Failed reports whether somebody has to look after it.
func (r Result) Failed() bool { return r != Done && r != Changed && r != Gone && r != Settled }

// Outcome is what happened to one review.
type Outcome struct {
	plan.Review
	Result  Result
	Message string // whole sentences; "" where there is nothing to add
	Fix     string // command that undoes it; "": there is nothing to undo
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
