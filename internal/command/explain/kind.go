package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/known"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog"
)

// addKind adds a call that is none of the REST API.
func (q *question) addKind(at place, call reading.Call) {
	k, ok := known.Find(call)
	if !ok {
		q.addUnclearAs(at, call.Text, call.As)
		return
	}
	q.addKnown(at, call, k)
}

// addKnown adds what the catalog knows of a call.
func (q *question) addKnown(at place, call reading.Call, k known.Call) {
	kind, name, _ := strings.Cut(k.Title, " ")
	e := catalog.Endpoint{
		Method: kind, Path: name, FineGrained: k.Need.FineGrained, Sets: k.Need.Sets, Conditions: k.Need.Conditions,
		PublicRead: k.Public, Judged: k.Need.Certainty == catalog.DerivedNeed, Doc: k.Doc,
	}
	// Two uses of one name may need different things, and neither can replace the other.
	key := fmt.Sprint(e.String(), " ", e.FineGrained, e.Sets)
	asked := q.beside[key]
	if asked == nil {
		asked = &askedEndpoint{Endpoint: e, known: &k}
		q.beside[key] = asked
	}
	asked.calls++
	q.addOwner(call, e)
	for _, more := range k.May {
		if !slices.ContainsFunc(asked.known.May, func(m known.May) bool { return m.When == more.When }) {
			asked.known.May = append(asked.known.May, more)
		}
	}
	read := readCertain
	if call.Candidate {
		read = readCandidate
	}
	q.list(newCall(at, call.Text, read, call.As, certainty(k.Need.Certainty)))
}
