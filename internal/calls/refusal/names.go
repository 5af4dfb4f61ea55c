package refusal

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Notes is what the lines tell about refusals, by their numbers.
type Notes struct {
	statuses map[int]bool // only the status is there
	repeats  map[int]bool // an error that was there before is said again
	beside   map[int]bool // a call is named, and its message is on another line
}

// besideMessage is a line that names a call whose message is on another line: the
// page in the body of an answer, and what octokit logs of a call.
var besideMessage = lazyregexp.New(`^\W*documentation_url\b|-\s40[0-9]\s(?:with\sid\s\S+\s)?in\s\d+ms`)

// markBeside notes a line that names a call whose message is on another line.
func (n *Notes) markBeside(line int) { mark(&n.beside, line) }

// NoteLine does this if the line is the message of a refusal.
func (n *Notes) NoteLine(text string, line int) {
	if besideMessage.MatchString(text) {
		n.markBeside(line)
	}
}

// Note notes of what kind a message of a refusal is.
func (n *Notes) Note(line source.Line, call string) {
	switch {
	case strings.HasPrefix(call, "graphql") && !refusalMessage.MatchString(line.Text):
		mark(&n.beside, line.Number)
	case call != reading.Refusal:
		return
	case refusalStatus.MatchString(line.Text):
		mark(&n.statuses, line.Number)
	case repeated.MatchString(line.Text):
		mark(&n.repeats, line.Number)
	}
}

func mark(lines *map[int]bool, line int) {
	if *lines == nil {
		*lines = map[int]bool{}
	}
	(*lines)[line] = true
}

// nearby is how many lines lie between the parts of one refusal at most.
const nearby = 40

// Settle takes away the messages of refusals whose calls other lines name:
// each call names one message, and one status.
func (n *Notes) Settle(r *reading.Reading) {
	names, statuses := map[int]int{}, map[int]int{} // how many calls a line names
	for line := range n.beside {
		names[line]++
		statuses[line]++
	}
	for _, a := range r.Accepted {
		if statuses[a.Line]++; len(n.beside) == 0 {
			names[a.Line]++
		}
	}
	r.Unclear = slices.DeleteFunc(r.Unclear, func(u reading.Unclear) bool {
		switch {
		case u.Call != reading.Refusal:
			return false
		case n.repeats[u.Line]:
			return slices.ContainsFunc(r.Calls, func(c reading.Call) bool { return c.Refused })
		case n.statuses[u.Line]:
			return takeNearest(statuses, u.Line)
		}
		return takeNearest(names, u.Line)
	})
}

// takeNearest takes from the nearest of some lines, if one is near.
func takeNearest(lines map[int]int, line int) bool {
	for distance := range nearby {
		for _, other := range []int{line + distance, line - distance} {
			if lines[other] > 0 {
				lines[other]--
				return true
			}
		}
	}
	return false
}
