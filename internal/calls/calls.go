package calls

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/delegate"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/refusal"
	"github.com/patctl/patctl/internal/calls/shell"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/calls/suspect"
)

// Read finds the calls in a text of any of the kinds. It takes every text; an
// error is one of JSON that names no request.
func Read(text []byte) (reading.Reading, error) {
	text = plain(text)
	if r, ok, err := readJSON(text); ok || err != nil {
		return r, err
	}
	return readText(string(text)), nil
}

// readText finds the calls in a text that is not JSON.
func readText(text string) reading.Reading {
	text = shell.Clean(text)
	r := newReader(text)
	r.inError = r.suspect.Refusals.TakeBlocks(&r.Reading, text)
	r.suspect.Look(r.inError)
	r.headers = refusal.Sayings(&r.Reading, r.source)
	shell.Find(&r.Reading, r.source, r)
	r.Token = len(r.Runs) > 0 && delegate.NamesToken(text)
	r.suspect.Unused()
	return r.sorted()
}

// ReadLine finds the calls in one argument of a command line. Where it holds no
// command and no line of a log, it is an endpoint as a whole, right or wrong.
func ReadLine(text string) reading.Reading {
	text = Mask(text)
	if refusal.Is(text) {
		if r, err := Read([]byte(text)); err == nil && len(r.Calls)+len(r.Unclear)+len(r.Accepted) > 0 {
			return r
		}
	}
	r := newReader(text)
	r.suspect.IsArgument()
	shell.Find(&r.Reading, r.source, r)
	if len(r.Calls) > 0 && (r.Calls[0].Doubtful || r.Calls[0].InText) {
		r.Calls = nil
	}
	if len(r.Calls)+len(r.Unclear) > 0 {
		return r.sorted()
	}
	return reading.Reading{Calls: []reading.Call{{Text: address.Expand(strings.TrimSpace(text)), Line: 1, Column: 1, Whole: true}}}
}

// Mask replaces the letters and digits of GitHub's tokens in a text by "x": what is
// read may be printed.
func Mask(text string) string { return string(source.Mask([]byte(text))) }

// IsRefusal reports whether a text is the message of a refusal, or a header of one.
func IsRefusal(text string) bool { return refusal.Is(text) }

// reader reads a text.
type reader struct {
	reading.Reading
	source  *source.Text
	suspect *suspect.Finder
	inError map[int]bool // lines of errors that were read as a whole
	headers map[int]bool // lines with headers of answers
	asked   request      // the line that IsRequest was asked about last
}

// request is a line, and whether it is one of a log.
type request struct {
	line string
	is   bool
}

func newReader(text string) *reader {
	r := &reader{source: source.New(text)}
	r.suspect = suspect.New(&r.Reading, r.source)
	return r
}

// sorted gives what was found in the order of the text, without the messages of
// refusals whose calls were found.
func (r *reader) sorted() reading.Reading {
	r.Sort()
	r.suspect.Refusals.Settle(&r.Reading)
	return r.Reading
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
			r.suspect.Refusals.NoteLine(text, line.Number)
		}
	}
	r.suspect.Line(line, r.LastIn(line.Number), len(r.Calls)+len(r.Unclear) > before)
	if own && !working && len(r.Calls)+len(r.Unclear) == before && !r.headers[line.Number] {
		r.Others++
	}
}

// SuspectLine looks at a line that holds no calls that were read.
func (r *reader) SuspectLine(line source.Line) { r.suspect.Line(line, nil, false) }

// InErrorAt reports whether a line belongs to an error that was read as a whole.
func (r *reader) InErrorAt(offset int) bool {
	if len(r.inError) == 0 {
		return false
	}
	number, _ := r.source.At(offset)
	return r.inError[number]
}

// find returns the calls of a line that is not a shell command.
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
	if r.asked.line != line {
		r.asked = request{line, requestsIn(line) != nil || refusal.Calls(line) != nil}
	}
	return r.asked.is
}
