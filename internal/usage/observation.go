package usage

import (
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// State says what a log shows of something that a token has.
type State string

// The states.
const (
	Used          State = "used"
	Narrower      State = "narrower"       // less would be enough for what was seen
	NotSeen       State = "not_seen"       // the log would show a use, and shows none
	NotObservable State = "not_observable" // the log does not show every use, or a call may have used it
)

// Reason says why something is not observable.
type Reason string

// The reasons.
const (
	ReasonPublic  Reason = "public_repositories" // the audit log leaves calls to public repositories out
	ReasonGit     Reason = "git"                 // Git and downloads use it without an event that names the token
	ReasonGraphQL Reason = "graphql"             // a call, or the source, does not show what was asked for
	ReasonSearch  Reason = "search"              // a search finds what the token can read
	ReasonUnknown Reason = "unknown_route"       // a call of a route that the catalog does not know
	ReasonPartial Reason = "partial_answer"      // a call was answered that shows more with it
	ReasonRefused Reason = "refused"             // calls were refused, and may have needed it
	ReasonRenamed Reason = "repository_renamed"  // calls to repositories that are not selected: they may have another name now
	ReasonCatalog Reason = "unknown_permission"  // the catalog does not know what the permission opens
	ReasonSource  Reason = "source"              // the source does not show it at all
	ReasonToken   Reason = "unknown_token"       // calls of a token of the same user whose ID the log does not show
	ReasonLater   Reason = "granted_later"       // the token was granted access after the end of what the log covers
)

// Observation is what a log shows of one token.
type Observation struct {
	Sources     []Source  // that cover the organization, sorted; empty: none does
	From, To    time.Time // what the log covers
	Days        int       // whole days that it covers up to To without a hole, since access was granted
	Calls       int       // successful
	Refused     int
	LastAt      *time.Time // of the last call; nil: there is none
	Permissions []Permission
	Repository  Repositories
	// Unlogged is when GitHub says that the token was last used, if that is within the time
	// that the log covers and the log has no call near it, or after that time and the log has
	// no call at all. Then the token does something that the log does not show, and no finding
	// may rest on what was not seen.
	Unlogged *time.Time
	// Partial: a part of an audit log or of a record could not be read, and may have had calls of the token. No
	// finding may rest on what was not seen.
	Partial bool
	// Unjoined: the only source is API Insights, and it did not show that the ID of its token
	// is that of this one. No finding may rest on what was not seen.
	Unjoined bool
	// Narrowed are the permissions without those that were not seen, at the levels that were
	// seen. It is nil if nothing can be taken away.
	Narrowed *pat.GrantPermissions
}

// Permission is what a log shows of one permission of a token.
type Permission struct {
	Name    string
	Section pat.Section
	Granted pat.Level
	Seen    pat.Level // the highest level that a call took; "" if none did
	State   State
	Reasons []Reason // why it is not observable, or why more than Seen may be in use; sorted
	Calls   int      // that may have used it
	LastAt  *time.Time
}

// Repositories is what a log shows of the repositories of a token.
type Repositories struct {
	Granted string   // none, all, or subset
	Seen    []string // owner/name in lower case, sorted
	Unused  []string // of a subset that was read: those without a call, sorted
	State   State    // "" if the token has none
	Reasons []Reason
}
