package reading

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Kind says what a call is a call of.
type Kind string

// The kinds. If a Call is not a REST call, its text is the kind and a name, with letters, digits,
// and ". _ / -" only.
const (
	REST    Kind = ""        // the REST API: "POST /repos/{owner}/{repo}/issues"
	GraphQL Kind = "graphql" // a mutation, a field of the query, or a type: "graphql mutation pinIssue"
	GH      Kind = "gh"      // a command of GitHub CLI: "gh pr create"
	Git     Kind = "git"     // "git fetch", "git push"
	Uses    Kind = "uses"    // an action: "uses actions/checkout"
	Host    Kind = "host"    // another host of GitHub: "host ghcr.io"
)

// Call is a call as the text has it.
type Call struct {
	Kind Kind
	Text string // a method and a path or address, or one without a method; variables are in braces
	// As is how the text writes the call if it is not a method and an address, such as
	// "octokit.rest.issues.create". It may be printed.
	As string
	// Arguments are what follows the name of a command of gh, as a shell would pass it,
	// with what is not known in braces; of an action its inputs, each as name=value.
	// They may hold anything, and are not printed.
	Arguments Arguments
	// Server is the host that a command of gh calls instead of github.com, with what is
	// not known in braces; "": the text names none.
	Server string
	// Candidate: the text means this call or another candidate in the same place.
	Candidate bool
	// Line and Column are its place, both from 1. The line of JSON is the number of
	// the request in it, and Column is then 0.
	Line, Column int
	Accept       string // the media type that is asked for; "" where the call shows none
	// Shown: the call is there with all of its headers, so that a media type that
	// is not shown is the usual one.
	Shown bool
	// Doubtful: the text may be something else that looks the same, such as a path
	// of files. It counts only if there is such an endpoint.
	Doubtful bool
	// InText: a method and a path within other text. Where there is no such
	// endpoint, the line is unclear.
	InText bool
	// Whole: the text is no call that is known, and is one as a whole, right or wrong.
	Whole bool
	// Accepted is the header in which GitHub said what this call takes, as in
	// Accepted.Value; "" where it is not known.
	Accepted string
	// Refused: the message of a refusal names the call. Where it does not say the
	// method, or names a place in the documentation that is not known, it is unclear.
	Refused bool
}

// String gives the text as it may be printed: people write passwords before the
// host and tokens into the query, and logs keep both. It may hold anything else.
func (c Call) String() string {
	return query.ReplaceAllString(userInfo.ReplaceAllString(c.Text, "//"), "$1")
}

// userInfo matches a user name and password before the host of an address. query matches
// what follows the path, except for templates such as {?type,page}.
var userInfo = lazyregexp.New(`//[^/?#\s]*@`)

var query = lazyregexp.New(`([^{])\?[^\s#]*`)

// Unclear is a place that may call GitHub in a way that is not understood.
type Unclear struct {
	Line, Column int // from 1; of JSON as in Call
	// Call names what is known of it, in letters, digits and ". _ / -" only, so
	// that it holds no secret and may be printed: "gh pr create", "git push",
	// "uses actions/checkout", or Unreadable.
	Call string
	// Module is the module of the same program that makes the calls, as the text imports
	// it: "./labels". It is empty if no other file is known to make them.
	Module string
}

// Unreadable is the Call of an Unclear if nothing more is known.
const Unreadable = "unreadable"

// Reading is what a text holds.
type Reading struct {
	Calls    []Call // in the order of the text, each as often as it is there
	Comments int    // lines that are comments
	Others   int    // lines, or entries of JSON, that hold no call
	// Unclear are in the order of the text, each kind once a line.
	Unclear []Unclear
	// Accepted are the headers in which GitHub says what calls take, in the order
	// of the text.
	Accepted []Accepted
	// Integration are the lines with refusals of tokens of GitHub Apps, such as
	// GITHUB_TOKEN, which are no personal access tokens.
	Integration []int
	// Runs are in the order of the text. Whether they count, InReach says.
	Runs []Run
	// Token: the text names a token of GitHub.
	Token bool
	Notes []string // what else a person has to know of the text, in sentences; printed with the file's name
}

// Run is a place that runs code that the text does not hold.
type Run struct {
	Line, Column int    // from 1
	What         string // what runs, which may be printed: "./deploy.sh", "make deploy", "goreleaser"
	File         string // the path of a script, with ${NAME} for what is not known; "": it is in no file that is known
	Weak         bool   // by its name it calls nothing: a build, a test, a tool of any kind
	Tool         bool   // it is a tool that calls GitHub
	Token        bool   // it is handed a token of GitHub
}

// InReach gives the code that may call GitHub: tools that do, what is handed a token, and
// where a token is in reach, every script that is not known. A token is in reach of a
// text that names one or that makes calls, other than to download from another host.
func (r *Reading) InReach() []Run {
	near := r.Token || slices.ContainsFunc(r.Calls, func(c Call) bool { return c.Kind != Host }) ||
		slices.ContainsFunc(r.Unclear, func(u Unclear) bool { return !strings.HasPrefix(u.Call, "host ") })
	var runs []Run
	for _, run := range r.Runs {
		if run.Tool || run.Token || near && !run.Weak {
			runs = append(runs, run)
		}
	}
	return runs
}

// Accepted is the header in which GitHub says what a call takes.
//
// https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
type Accepted struct {
	Line, Column int
	Value        string // lower-case names, levels, and ", ; =" only
}

// Refusal is the Call of an Unclear where GitHub refused a call that the message
// does not name.
const Refusal = "refusal"
