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
	return readText(string(text)), nil
}

// readText finds the calls in a text that is not JSON.
func readText(text string) Reading {
	text = strings.NewReplacer("\r\n", "\n", "\x00", filler).Replace(text)
	r := newReader(text)
	r.inError = r.takeBlocks(text)
	r.signs = signsOf(text, r.inError)
	r.sayings()
	r.read()
	r.unused()
	return r.sorted()
}

// ReadLine finds the calls in one argument of a command line. Where it holds no
// command and no line of a log, it is an endpoint as a whole, right or wrong.
func ReadLine(text string) Reading {
	if IsRefusal(text) {
		if r, err := Read([]byte(text)); err == nil && len(r.Calls)+len(r.Unclear)+len(r.Accepted) > 0 {
			return r
		}
	}
	r := newReader(text)
	r.signs.argument = true
	r.read()
	if len(r.Calls) > 0 && (r.Calls[0].Doubtful || r.Calls[0].InText) {
		r.Calls = nil
	}
	if len(r.Calls)+len(r.Unclear) > 0 {
		return r.sorted()
	}
	return Reading{Calls: []Call{{Text: expand(strings.TrimSpace(text)), Line: 1, Column: 1}}}
}

// reader reads a text.
type reader struct {
	Reading
	signs      signs
	text       string
	starts     []int // of its lines
	values     values
	collecting bool // only the values of variables are looked for
	budget     int  // what the parser may still cost
	held       []heldCommand
	inError    map[int]bool // lines of errors that were read as a whole
	headers    map[int]bool // lines with headers of answers
	refusals
}

func newReader(text string) *reader {
	return &reader{text: text, starts: lineStarts(text), values: values{names: map[string]*given{}}}
}

// read goes through the text twice: for what it gives to variables, and for calls.
func (r *reader) read() {
	for _, r.collecting = range []bool{true, false} {
		r.budget = minBudget + budgetPerByte*len(r.text)
		r.values.whole = !r.collecting
		if interpreted.MatchString(r.text) {
			r.scripts(newPiece(r.text, 0, false), true)
			continue
		}
		for _, part := range regions(r.text) {
			p := newPiece(r.text[part.from:part.to], part.from, part.recipe)
			if part.folded {
				p.code = fold.ReplaceAllString(p.code, "$1 ")
			}
			r.scripts(p, part.recipe)
		}
	}
	for _, held := range r.held {
		if !held.of.used {
			r.suspect(held.line, false)
		}
	}
}

// fold is the end of a line that YAML replaces by a space.
var fold = regexp.MustCompile(`([^\n\\])\n`)

// What parsing may cost, in bytes that are read, before the rest of a text is read
// line by line: several times what scripts cost, and some seconds.
const (
	minBudget     = 16 << 20
	budgetPerByte = 3
)

// sorted gives what was found in the order of the text: of what is not clear each
// kind once a line, and what nothing is known of only where nothing else is.
func (r *reader) sorted() Reading {
	slices.SortStableFunc(r.Calls, func(a, b Call) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Unclear, func(a, b Unclear) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(rank(a), rank(b)))
	})
	var kept []Unclear
	for _, u := range r.Unclear {
		same := func(k Unclear) bool { return k.Line == u.Line && (k.Call == u.Call || u.Call == Unreadable) }
		if begin := max(0, len(kept)-maxKinds); !slices.ContainsFunc(kept[begin:], same) {
			kept = append(kept, u)
		}
	}
	r.Unclear = kept
	r.nameRefusals()
	return r.Reading
}

// maxKinds is more than one line has.
const maxKinds = 100

func rank(u Unclear) int {
	if u.Call == Unreadable {
		return 1
	}
	return 0
}

// line reads a line, or what is left of it, that holds no command that was read.
// Where it belongs to a call, it is nothing else.
func (r *reader) line(p *piece, text string, at int, working bool) {
	if r.collecting {
		return
	}
	before := len(r.Calls) + len(r.Unclear)
	indent := len(text) - len(strings.TrimLeft(text, " \t"))
	line := r.lineAt(text, p.place(at+indent))
	if !working {
		found := find(text)
		for _, call := range found {
			call.Line, call.Column = line.number, line.begin
			r.Calls = append(r.Calls, call)
		}
		if found != nil && besideMessage.MatchString(text) {
			mark(&r.beside, line.number)
		}
	}
	r.signs.read = r.readAt(line.number)
	r.suspect(line, len(r.Calls)+len(r.Unclear) > before)
	if !working && len(r.Calls)+len(r.Unclear) == before && !r.headers[line.number] {
		r.count(&r.Others, p, 1)
	}
}

// readAt gives the calls that were read last, as far as they are in one line.
func (r *reader) readAt(line int) []Call {
	at := len(r.Calls)
	for at > 0 && r.Calls[at-1].Line == line {
		at--
	}
	return r.Calls[at:]
}

// find gives the calls of a line that is none of a shell.
func find(text string) []Call {
	found := requestsIn(text)
	if found == nil {
		found = refusalsIn(text)
	}
	if found == nil {
		found = endpointsIn(strings.TrimSpace(text))
	}
	return found
}

// isRequest reports whether a line is one of a log.
func isRequest(line string) bool { return requestsIn(line) != nil || refusalsIn(line) != nil }

// unclear notes a place.
func (r *reader) unclear(at int, call string) {
	line, column := r.at(at)
	r.Unclear = append(r.Unclear, Unclear{line, column, call})
}

// isComment reports whether a line is a comment. "##[error]" begins a message in a
// log of Actions.
func isComment(text string) bool {
	return strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "//")
}
