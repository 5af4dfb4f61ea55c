package explain

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
)

// candidatesAt counts the calls at the beginning that are in one place. The text means
// one of them.
func candidatesAt(found []reading.Call) int {
	n := 1
	for n < len(found) && found[0].Candidate && found[n].Candidate && found[n].Line == found[0].Line && found[n].Column == found[0].Column {
		n++
	}
	return n
}

// addCandidates adds calls. The text means one of them. What they need is listed beside the
// answer, and is not part of it.
func (q *question) addCandidates(at place, candidates []reading.Call) {
	title, group := candidates[0].As, []*askedEndpoint{}
	for _, call := range candidates {
		for _, e := range q.candidate(call) {
			asked := q.ask(e, false)
			asked.calls++
			if !slices.Contains(group, asked) {
				group = append(group, asked)
			}
		}
	}
	if len(group) == 0 {
		q.addUnclearAs(at, reading.Unreadable, title)
		return
	}
	if title == "" {
		title = candidates[0].String()
	}
	q.groups[title] = group
	for _, asked := range group {
		q.list(newCall(at, asked.String(), readCandidate, candidates[0].As, certaintyOf(asked.Endpoint)))
	}
}

// candidate gives the endpoints of a candidate.
func (q *question) candidate(call reading.Call) []catalog.Endpoint {
	parsed, err := catalog.ParseCall(call.Text)
	if err != nil {
		return nil
	}
	found, _ := q.about.Readings(parsed)
	for i, e := range found {
		found[i] = e.For(parsed.Path, mediaType(call))
	}
	return found
}

// ask adds an endpoint to the question.
func (q *question) ask(e catalog.Endpoint, named bool) *askedEndpoint {
	key := e.String()
	if q.endpoints[key] == nil {
		q.endpoints[key] = &askedEndpoint{Endpoint: e}
	}
	asked := q.endpoints[key]
	asked.Endpoint = asked.And(e)
	asked.named = asked.named || named
	return asked
}

// caseOf names a member of a group: by its method in the group of a path.
func caseOf(title string, e catalog.Endpoint) string {
	if strings.HasPrefix(title, "/") {
		return noMethod + e.Method
	}
	return oneCall + e.String()
}

// oneCall begins the condition of a case of a call that may be of several endpoints.
const oneCall = "call="
