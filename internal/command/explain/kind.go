package explain

import "github.com/patctl/patctl/internal/calls/reading"

// addKind adds a call that is none of the REST API.
func (q *question) addKind(at place, call reading.Call) {
	q.addUnclearAs(at, call.Text, call.As)
}
