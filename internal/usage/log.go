package usage

import (
	"time"

	"github.com/patctl/patctl/internal/record"
)

// Source is what a log was read from.
type Source string

// The sources.
const (
	AuditLog Source = "audit_log"    // events of an enterprise's audit log
	Insights Source = "api_insights" // routes and counts
	Recorded Source = "record"       // a document of `patctl record`
)

// Log is what one or more sources show. Its order does not depend on the order of the
// events.
type Log struct {
	Coverage []Coverage // what each source covers, by source and time; empty: nothing was read
	Tokens   []Token    // sorted by kind, organization, ID, user, and name
	Gaps     []Gap      // sorted; empty: the sources are whole
}

// Coverage is what one source covers.
type Coverage struct {
	Source       Source
	Organization string    // "" for all organizations of the source
	From, To     time.Time // the first and the last moment that the source tells about; UTC
	// Unbroken is since when the source covers the time up to To without a hole.
	Unbroken time.Time
	Events   int // that were read, also those of other tokens
	// Organizations are those that the events of an audit log name, in lower case, sorted. A
	// log that never names an organization need not show what its tokens do.
	Organizations []string
	// Named are those that an event names as an organization. The others are owners of
	// repositories, and may be users.
	Named []string
	Git   bool // the audit log has events of Git, of any user, with any credential
}

// Gap is a part of a source that is missing or could not be read. With a gap, the log is
// incomplete.
type Gap struct {
	Source Source
	File   string // as it was named, or ""
	Hole   bool   // nothing happened for a time, according to the source; what is there was read
	What   string // "events from 2026-11-03 04:00 to 2026-11-05 09:00", "line 17"
	Why    string
}

// Token is what one token did.
type Token struct {
	Kind         record.Token // in the words of API Insights
	Organization string       // in lower case, in which it was used; "" if the source does not say
	ID           int64        // token_id of GitHub's lists; 0: not known
	Name         string       // of the token; "" if the source does not say
	User         string       // login; "" if the source does not say
	Scopes       []string     // of a classic token, sorted
	Source       Source
	Calls        []Call // sorted
}

// Call is a call, as often as it was made in the same way.
type Call struct {
	Method string // in upper case; GET for HEAD; "" if Is has a value
	// Route is the path in the words of GitHub's documentation, such as
	// /repos/{owner}/{repo}/hooks, if the catalog knows the route. Otherwise it is the route
	// of the source, without values.
	Route string
	Known bool // the catalog has an endpoint with this method and route
	// Is is what the call is, in the words of `patctl explain`, if it is not a call of the
	// REST API: "git fetch", "graphql mutation createIssue". "graphql" alone is a call
	// whose document the source does not show.
	Is         []string
	Workflow   Answer    // whether it is about a file in .github/workflows
	Repository string    // owner/name in lower case; "" if it is about none, or the source does not say
	Public     Answer    // whether the repository is public
	Media      string    // diff, patch, or json; "" if the source does not say
	Accepted   string    // X-Accepted-GitHub-Permissions, of a record
	Count      int       // successful calls, and those whose answer the source does not show
	Refused    int       // answered with 401, 403, or 404
	FirstAt    time.Time // the zero time if the source does not say
	LastAt     time.Time
}

// Answer is an answer that a source may not give.
type Answer string

// The answers.
const (
	Unsaid Answer = ""
	Yes    Answer = "yes"
	No     Answer = "no"
)
