package calls

import (
	"bytes"
	"regexp"
	"strings"
)

// Call is a call as the text has it.
type Call struct {
	Text string // a method and a path or address, or one without a method
	Line int    // from 1; of a HAR file the number of the entry
	// Doubtful: the text may be something else that looks the same, such as a path
	// of files. It counts only if there is such an endpoint.
	Doubtful bool
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

// Reading is what a text holds.
type Reading struct {
	Calls    []Call // in the order of the text, each as often as it is there
	Comments int    // lines that are comments
	Others   int    // lines, or entries of a HAR file, that hold no call
	// Unclear are the numbers of lines that name GitHub's API, but hold no call in
	// a form that is known here.
	Unclear []int
}

// Read finds the calls in a text of any of the kinds. It takes every text; an
// error is one of a HAR file that cannot be read.
func Read(text []byte) (Reading, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '{' {
		return readHAR(trimmed)
	}
	var r Reading
	for line := range logicalLines(string(text)) {
		r.line(line)
	}
	return r, nil
}

// ReadLine finds the calls in one argument of a command line. Where it holds no
// command and no line of a log, it is an endpoint as a whole, right or wrong.
func ReadLine(text string) []Call {
	if found := requestsIn(text); found != nil {
		return found
	}
	if found := commandsIn(text); found != nil {
		return found
	}
	return []Call{{Text: expandRepository(text)}}
}

// line reads a line with those that continue it.
func (r *Reading) line(line logicalLine) {
	text := strings.TrimSpace(line.text)
	switch {
	case text == "":
		return
	case isComment(text):
		r.Comments++
		return
	}
	for _, find := range []func(string) []Call{requestsIn, commandsIn, endpointIn} {
		if found := find(text); found != nil {
			for i := range found {
				found[i].Line = line.number
			}
			r.Calls = append(r.Calls, found...)
			return
		}
	}
	r.Others += line.count
	if mayCall(text) {
		r.Unclear = append(r.Unclear, line.number)
	}
}

func isComment(text string) bool {
	return strings.HasPrefix(text, "#") || strings.HasPrefix(text, "//")
}

// mayCall reports whether a line has an address of the API in it, or a command
// that calls an address of which only a part is known.
func mayCall(text string) bool {
	lower := strings.ToLower(text)
	return strings.Contains(lower, "gh api") || apiAddress.MatchString(lower) ||
		startsCommand(text) && variableTarget.MatchString(text)
}

// apiAddress is an address of the API with a path. One without, in lower case as
// well, is the value of a setting, or the place where a path is added.
var apiAddress = regexp.MustCompile(`(?:(?:api|uploads)\.(?:github\.com|[a-z0-9-]+\.ghe\.com)(?::\d+)?|/api/v3|github_api_url\}?|github\.api_url(?:\s*\}\})?)/+[^\s/"'` + "`" + `)\]]`)

// variableTarget is a path behind a variable, which may hold any host.
var variableTarget = regexp.MustCompile(`\$\{?\w+\}?/`)
