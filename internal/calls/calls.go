package calls

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Call is a call as the text has it.
type Call struct {
	Text string // a method and a path or address, or one without a method; variables stand in braces
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
	// Refused: the message of a refusal names the call. Where it does not say the
	// method, or names a place in the documentation that is not known, it is unclear.
	Refused bool
}

// userInfo is what may stand before the host of an address; query is what follows
// the path. What GitHub writes as {?type,page} is none.
var (
	userInfo = regexp.MustCompile(`//[^/?#\s]*@`)
	query    = regexp.MustCompile(`([^{])\?[^\s#]*`)
)

// String gives the text as it may be printed: people write passwords before the
// host and tokens into the query, and logs keep both. It may hold anything else.
func (c Call) String() string {
	return query.ReplaceAllString(userInfo.ReplaceAllString(c.Text, "//"), "$1")
}

// Unclear is a place that may call GitHub in a way that is not understood.
type Unclear struct {
	Line, Column int // from 1; of JSON as in Call
	// Call names what is known of it, in letters, digits and ". _ / -" only, so
	// that it holds no secret and may be printed: "gh pr create", "git push",
	// "uses actions/checkout", or Unreadable.
	Call string
}

// Unreadable is the Call of an Unclear of which nothing is known.
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
}

// Read finds the calls in a text of any of the kinds. It takes every text; an
// error is one of JSON that names no request.
func Read(text []byte) (Reading, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if r, ok, err := readJSON(text); ok || err != nil {
		return r, err
	}
	return readLines(string(text)), nil
}

// readLines reads a text line by line.
func readLines(text string) Reading {
	r := reader{}
	r.skip = r.takeBlocks(text)
	r.signs = signsOf(text, r.skip)
	for line := range logicalLines(text) {
		r.line(line)
	}
	r.unused()
	r.nameRefusals()
	slices.SortStableFunc(r.Calls, func(a, b Call) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Unclear, func(a, b Unclear) int { return cmp.Compare(a.Line, b.Line) })
	return r.Reading
}

// ReadLine finds the calls in one argument of a command line. Where it holds no
// command and no line of a log, it is an endpoint as a whole, right or wrong.
func ReadLine(text string) Reading {
	if IsRefusal(text) {
		if r, err := Read([]byte(text)); err == nil && len(r.Calls)+len(r.Unclear)+len(r.Accepted) > 0 {
			return r
		}
	}
	line := logicalLine{text: text, number: 1, count: 1}
	r := reader{}
	if r.Calls = r.find(line); len(r.Calls) > 0 && (r.Calls[0].Doubtful || r.Calls[0].InText) {
		r.Calls = nil
	}
	if r.suspect(line, len(r.Calls) > 0); len(r.Calls)+len(r.Unclear) > 0 {
		return r.Reading
	}
	return Reading{Calls: []Call{{Text: expand(strings.TrimSpace(text)), Line: 1, Column: 1}}}
}

// reader reads a text line by line.
type reader struct {
	Reading
	signs signs
	skip  map[int]bool // lines of errors that were read as a whole
	refusals
}

// line reads a line with those that continue it.
func (r *reader) line(line logicalLine) {
	text := strings.TrimSpace(line.text)
	headers := len(r.Accepted)
	r.sayings(line)
	switch {
	case text == "":
		return
	case r.skip[line.number] && line.count == 1:
		r.Others++
		return
	case line.comment || isComment(text):
		r.Comments += line.count
		return
	}
	before := len(r.Unclear) + headers
	found := r.find(line)
	r.suspect(line, len(found) > 0)
	if len(found) == 0 && len(r.Unclear)+len(r.Accepted) == before {
		r.Others += line.count
	}
	r.Calls = append(r.Calls, found...)
}

// find gives the calls of a line, and notes commands whose calls cannot be read.
func (r *reader) find(line logicalLine) []Call {
	found := requestsIn(line.text)
	if found == nil {
		found = refusalsIn(line.text)
	}
	if found == nil {
		found = r.commandsIn(line)
	}
	if found == nil {
		found = endpointsIn(strings.TrimSpace(line.text))
	}
	if found != nil && besideMessage.MatchString(line.text) {
		mark(&r.beside, line.number)
	}
	column := line.column()
	for i := range found {
		found[i].Line, found[i].Column = line.number, column
	}
	return found
}

// unclear notes a place, each kind once a line, and one of which nothing is known
// only where nothing else of the line is unclear.
func (r *reader) unclear(line logicalLine, call string) {
	for i := len(r.Unclear) - 1; i >= 0 && r.Unclear[i].Line == line.number; i-- {
		if r.Unclear[i].Call == call || call == Unreadable {
			return
		}
	}
	r.Unclear = append(r.Unclear, Unclear{line.number, line.column(), call})
}

// isComment reports whether a line is a comment. "##[error]" begins a message in a
// log of Actions.
func isComment(text string) bool {
	return strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "//")
}
