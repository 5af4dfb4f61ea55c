package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
)

// explainedCall is a place that calls GitHub, or may do so.
type explainedCall struct {
	place
	Call    string `json:"call"`
	Reading string `json:"reading"`
}

// place is where a call stands; File is null for an argument.
type place struct {
	File   *string `json:"file"`
	Line   int     `json:"line"`
	Column int     `json:"column"`
}

// How sure the reading of a call is.
const (
	readCertain   = "certain"
	readCandidate = "candidate"
	readUncertain = "unreadable"
)

// noSuchEndpoint is the call of a path that the API does not have.
const noSuchEndpoint = "no such endpoint"

// unclearCall is a call that is not understood.
type unclearCall struct {
	place
	call string
}

// maxPlaces is how many places of one call are listed: a log has it in every line.
const maxPlaces = 100

// list adds a place of a call to the document.
func (q *question) list(call explainedCall) {
	if q.listed[call.Call]++; q.listed[call.Call] <= maxPlaces {
		q.calls = append(q.calls, call)
	}
}

// addUnclear notes a call that is not understood.
func (q *question) addUnclear(at place, call string) {
	if host, ok := strings.CutPrefix(call, hostPrefix); ok {
		if e, known := hostEndpoint(host); known {
			q.addBeside(at, e)
			return
		}
	}
	q.unclear = append(q.unclear, unclearCall{at, call})
	q.list(explainedCall{at, call, readUncertain})
}

// sortedCalls gives the calls in the order of the text, those of arguments first.
func (q *question) sortedCalls() []explainedCall {
	sorted := append([]explainedCall{}, q.calls...)
	slices.SortStableFunc(sorted, func(a, b explainedCall) int {
		if (a.File == nil) != (b.File == nil) {
			return map[bool]int{true: -1, false: 1}[a.File == nil]
		}
		return cmp.Compare(a.Line, b.Line)
	})
	return sorted
}

// unclearLines are the lines of the file with calls that are not understood.
func (q *question) unclearLines() []int {
	lines := []int{}
	for _, u := range q.unclear {
		if u.File != nil {
			lines = append(lines, u.Line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// unclearTexts names the calls that are not understood, each with its lines.
func (q *question) unclearTexts() []string {
	lines := map[string][]int{}
	var order []string
	for _, u := range q.unclear {
		if _, known := lines[u.call]; !known {
			order = append(order, u.call)
		}
		lines[u.call] = append(lines[u.call], u.Line)
	}
	var texts []string
	for _, call := range order {
		text := q.unclearText(call)
		if at := slices.DeleteFunc(lines[call], func(line int) bool { return line == 0 }); q.file != "" && len(at) > 0 {
			text += fmt.Sprintf(" (%s of %s)", linesText(at), q.file)
		}
		texts = append(texts, text+knownOf(call))
	}
	return texts
}

// openText names a call of which a variable leaves open what it is.
func openText(call reading.Call, found []catalog.Endpoint) string {
	if len(found) == 0 {
		return reading.Unreadable
	}
	names := make([]string, min(len(found), maxNamedEndpoints))
	for i := range names {
		names[i] = found[i].String()
	}
	return strings.Join(names, " or ") + " or another endpoint"
}
