package calls

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/calls/shell"
	"github.com/patctl/patctl/internal/calls/source"
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
	text = strings.NewReplacer("\r\n", "\n", "\x00", shell.Filler).Replace(text)
	r := newReader(text)
	r.inError = r.refusals.TakeBlocks(&r.Reading, text)
	r.signs = signsOf(text, r.inError)
	r.headers = refusal.Sayings(&r.Reading, r.source)
	shell.Read(&r.Reading, r.source, r)
	r.unused()
	return r.sorted()
}

// ReadLine finds the calls in one argument of a command line. Where it holds no
// command and no line of a log, it is an endpoint as a whole, right or wrong.
func ReadLine(text string) reading.Reading {
	if refusal.Is(text) {
		if r, err := Read([]byte(text)); err == nil && len(r.Calls)+len(r.Unclear)+len(r.Accepted) > 0 {
			return r
		}
	}
	r := newReader(text)
	r.signs.argument = true
	shell.Read(&r.Reading, r.source, r)
	if len(r.Calls) > 0 && (r.Calls[0].Doubtful || r.Calls[0].InText) {
		r.Calls = nil
	}
	if len(r.Calls)+len(r.Unclear) > 0 {
		return r.sorted()
	}
	return reading.Reading{Calls: []reading.Call{{Text: address.Expand(strings.TrimSpace(text)), Line: 1, Column: 1}}}
}

// IsRefusal reports whether a text is the message of a refusal, or a header of one.
func IsRefusal(text string) bool { return refusal.Is(text) }

// reader reads a text.
type reader struct {
	reading.Reading
	source   *source.Text
	signs    signs
	inError  map[int]bool // lines of errors that were read as a whole
	headers  map[int]bool // lines with headers of answers
	refusals refusal.Notes
}

func newReader(text string) *reader { return &reader{source: source.New(text)} }

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
	r.refusals.Settle(&r.Reading)
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

// Left reads a line, or what is left of it, that holds no command that was read.
// Where it belongs to a call, it is nothing else.
func (r *reader) Left(text string, at int, working, own bool) {
	before := len(r.Calls) + len(r.Unclear)
	line := r.source.LineAt(text, at)
	if !working {
		found := find(text)
		for _, call := range found {
			call.Line, call.Column = line.Number, line.Begin
			r.Calls = append(r.Calls, call)
		}
		if found != nil {
			r.refusals.NoteLine(text, line.Number)
		}
	}
	r.signs.read = r.readAt(line.Number)
	r.suspect(line, len(r.Calls)+len(r.Unclear) > before)
	if own && !working && len(r.Calls)+len(r.Unclear) == before && !r.headers[line.Number] {
		r.Others++
	}
}

// SuspectLine looks at a line that holds no calls that were read.
func (r *reader) SuspectLine(line source.Line) { r.suspect(line, false) }

// InErrorAt reports whether a line belongs to an error that was read as a whole.
func (r *reader) InErrorAt(offset int) bool {
	if len(r.inError) == 0 {
		return false
	}
	number, _ := r.source.At(offset)
	return r.inError[number]
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
		found = refusal.Calls(text)
	}
	if found == nil {
		found = endpointsIn(strings.TrimSpace(text))
	}
	return found
}

// IsRequest reports whether a line is one of a log.
func (r *reader) IsRequest(line string) bool {
	return requestsIn(line) != nil || refusal.Calls(line) != nil
}
