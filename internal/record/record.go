package record

import "time"

// FormatVersion is the version of the document. Later versions with the same
// major number only add properties.
const FormatVersion = "1.0"

// Record is the document.
type Record struct {
	FormatVersion string    `json:"format_version"`
	PatctlVersion string    `json:"patctl_version"`
	StartedAt     time.Time `json:"started_at"`
	EndedAt       time.Time `json:"ended_at"`
	Strict        bool      `json:"strict"`   // the command could reach the network only through the proxy
	Complete      bool      `json:"complete"` // there are no gaps
	ExitCode      int       `json:"exit_code"`
	Calls         []Call    `json:"calls"`
	Refused       []Call    `json:"refused"` // status 401, 403, or 404: no evidence of a need
	Gaps          []Gap     `json:"gaps"`
}

// Call is a call, as often as it was made in the same way.
type Call struct {
	Method string `json:"method"`
	Host   string `json:"host"` // in lower case, without the port
	// Route is the path with parameter names instead of values, as in GitHub's
	// documentation. In a path that GitHub doesn't document, "*" replaces each segment
	// that may be a name. A path of a file in .github/workflows keeps these folders.
	Route string `json:"route"`
	Path  string `json:"path,omitempty"` // without the query; only on request
	// Is is what the call is in the words of `patctl explain`, if it is not a call of
	// the REST API: "git fetch", "graphql mutation createIssue". A call of GraphQL has
	// a list.
	Is     []string `json:"is,omitempty"`
	Media  string   `json:"media,omitempty"` // diff or patch, if the Accept header asks for it
	Status int      `json:"status"`          // 0: no answer was seen
	Token  Token    `json:"token"`
	// Accepted is the value of X-Accepted-GitHub-Permissions: lower-case names,
	// levels, and ", ; =" only.
	Accepted string    `json:"accepted_permissions,omitempty"`
	Count    int       `json:"count"`
	FirstAt  time.Time `json:"first_at"`
	LastAt   time.Time `json:"last_at"`
}

// Token is the kind of the token of a call, by its prefix, in the words of GitHub's API
// Insights.
//
// https://docs.github.com/rest/orgs/api-insights
type Token string

// The kinds of tokens.
const (
	NoToken        Token = "none"
	FineGrained    Token = "fine_grained_pat"
	Classic        Token = "classic_pat"
	OAuth          Token = "oauth_app"
	AppUser        Token = "github_app_user_to_server"
	Installation   Token = "installation"
	OtherAuthorize Token = "other" // a password, a JWT, or a token without a known prefix
)

// Gap is a reason why calls may be missing in the record.
type Gap struct {
	Kind   GapKind `json:"kind"`
	Host   string  `json:"host,omitempty"`
	Detail string  `json:"detail"`
	Count  int     `json:"count"`
}

// GapKind names a kind of gap.
type GapKind string

// The kinds of gaps.
const (
	NoCalls            GapKind = "no_calls"            // nothing was seen at all
	CertificateRefused GapKind = "certificate_refused" // a client did not trust the proxy's certificate
	DirectConnection   GapKind = "direct_connection"   // a process connected without the proxy
	NoAnswer           GapKind = "no_answer"           // the proxy could not reach the host
	UnreadableCall     GapKind = "unreadable_call"     // a call of GraphQL that could not be read
	StillRunning       GapKind = "still_running"       // a connection was open when the record ended
)
