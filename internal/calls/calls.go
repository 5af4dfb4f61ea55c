package calls

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// Read finds the calls in a text of any of the kinds. It takes every text; an
// error is one of JSON that names no request.
func Read(text []byte) (reading.Reading, error) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	if r, ok, err := readJSON(text); ok || err != nil {
		return r, err
	}
	return readText(string(text)), nil
}

// readText finds the calls in a text that is not JSON.
func readText(text string) reading.Reading {
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
func ReadLine(text string) reading.Reading {
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
	return reading.Reading{Calls: []reading.Call{{Text: expand(strings.TrimSpace(text)), Line: 1, Column: 1}}}
}

// reader reads a text.
type reader struct {
	reading.Reading
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
func (r *reader) sorted() reading.Reading {
	slices.SortStableFunc(r.Calls, func(a, b reading.Call) int { return cmp.Compare(a.Line, b.Line) })
	slices.SortStableFunc(r.Unclear, func(a, b reading.Unclear) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(rank(a), rank(b)))
	})
	var kept []reading.Unclear
	for _, u := range r.Unclear {
		same := func(k reading.Unclear) bool {
			return k.Line == u.Line && (k.Call == u.Call || u.Call == reading.Unreadable)
		}
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

func rank(u reading.Unclear) int {
	if u.Call == reading.Unreadable {
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
func (r *reader) readAt(line int) []reading.Call {
	at := len(r.Calls)
	for at > 0 && r.Calls[at-1].Line == line {
		at--
	}
	return r.Calls[at:]
}

// find gives the calls of a line that is none of a shell.
func find(text string) []reading.Call {
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
	r.Unclear = append(r.Unclear, reading.Unclear{Line: line, Column: column, Call: call})
}

// isComment reports whether a line is a comment. "##[error]" begins a message in a
// log of Actions.
func isComment(text string) bool {
	return strings.HasPrefix(text, "#") && !strings.HasPrefix(text, "##[") || strings.HasPrefix(text, "//")
}
