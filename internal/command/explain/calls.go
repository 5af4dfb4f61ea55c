package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
)

// explainedCall is a place that calls GitHub, or may do so.
type explainedCall struct {
	place
	Call      string     `json:"call"`
	Reading   string     `json:"reading"`
	As        *string    `json:"as"`        // the words of the text, if they are neither a method nor an address
	Certainty *certainty `json:"certainty"` // of what the call needs; null where it is not a known call
}

func newCall(at place, call, read, as string, sure certainty) explainedCall {
	out := explainedCall{place: at, Call: call, Reading: read, As: cli.Optional(as)}
	if sure != "" {
		out.Certainty = &sure
	}
	return out
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
func (q *question) addUnclear(at place, call string) { q.addUnclearAs(at, call, "") }

// addUnclearAs notes a call that is not understood, and the words of the text.
func (q *question) addUnclearAs(at place, call, as string) {
	if strings.HasPrefix(call, hostPrefix) {
		if k, ok := known.Find(reading.Call{Kind: reading.Host, Text: call}); ok {
			key := fmt.Sprintf("%d %d %s", q.fileRank(at.File), at.Line, call)
			if !q.besideAt[key] { // the address may have been read as a call already
				q.besideAt[key] = true
				q.addKnown(at, reading.Call{Text: call, As: as}, k)
			}
			return
		}
	}
	q.unclear = append(q.unclear, unclearCall{at, call})
	q.list(newCall(at, call, readUncertain, as, ""))
}

// sortedCalls gives the calls in the order of the files and their texts, those of
// arguments first.
func (q *question) sortedCalls() []explainedCall {
	sorted := append([]explainedCall{}, q.calls...)
	slices.SortStableFunc(sorted, func(a, b explainedCall) int {
		return cmp.Or(cmp.Compare(q.fileRank(a.File), q.fileRank(b.File)), cmp.Compare(a.Line, b.Line))
	})
	return sorted
}

// fileRank orders files as they were added; arguments come first.
func (q *question) fileRank(file *string) int {
	if file == nil {
		return -1
	}
	return q.files[*file]
}

// unclearPlaces are the places in files of the calls that are not understood and that
// count, each line once, in their order.
func (q *question) unclearPlaces(counts func(call string) bool) []place {
	var places []place
	for _, u := range q.unclear {
		if u.File != nil && counts(u.call) {
			places = append(places, place{u.File, u.Line, 0})
		}
	}
	slices.SortStableFunc(places, q.comparePlaces)
	return slices.CompactFunc(places, func(a, b place) bool { return *a.File == *b.File && a.Line == b.Line })
}

func (q *question) comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(q.fileRank(a.File), q.fileRank(b.File)), cmp.Compare(a.Line, b.Line))
}

// unclearLines are the lines of the only file, or of all of them, with calls that
// are not understood.
func (q *question) unclearLines() []int {
	lines := []int{}
	for _, at := range q.unclearPlaces(func(string) bool { return true }) {
		lines = append(lines, at.Line)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// unclearTexts names the calls that are not understood, each with its places.
func (q *question) unclearTexts() []string {
	places := map[string][]place{}
	var order []string
	for _, u := range q.unclear {
		if _, known := places[u.call]; !known {
			order = append(order, u.call)
		}
		places[u.call] = append(places[u.call], u.place)
	}
	var texts []string
	for _, call := range order {
		texts = append(texts, q.unclearText(call)+q.placesText(places[call])+knownOf(call))
	}
	return texts
}

// openText names a call that depends on a variable.
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
