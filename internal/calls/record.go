package calls

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/record"
)

// MissingCalls is the Call of an Unclear for a gap in a record, which a note explains.
const MissingCalls = "calls that may be missing in the record"

// readRecord reads the document that `patctl record` wrote. Each form of call is an
// entry, and each gap another.
func readRecord(text []byte) (r reading.Reading, ok bool, err error) {
	document, err := record.Read(text)
	if err != nil {
		return r, false, fmt.Errorf("read it as a record: %w", err)
	}
	entry := 0
	for _, c := range document.Calls {
		entry++
		r.Calls = append(r.Calls, recorded(c, entry)...)
		if c.Route != "" && len(c.Is) == 0 && strings.Contains(c.Route, "*") && c.Accepted != "" {
			r.Accepted = append(r.Accepted, reading.Accepted{Line: entry, Value: c.Accepted})
		}
	}
	for range document.Gaps {
		entry++
		r.Unclear = append(r.Unclear, reading.Unclear{Line: entry, Call: MissingCalls})
	}
	r.Notes = recordNotes(document)
	return r, true, nil
}

// recorded returns the calls of an entry. A call of GraphQL may do several things at once.
func recorded(c record.Call, entry int) []reading.Call {
	if len(c.Is) == 0 {
		accept := c.Media
		if accept == "" {
			accept = "json"
		}
		// The file is not one of a workflow, or its route would say so.
		text := c.Method + " " + strings.ReplaceAll(c.Route, "/contents/{path}", "/contents/other")
		call := reading.Call{Text: text, Line: entry, Accept: accept, Shown: true, InText: true, Accepted: c.Accepted}
		return []reading.Call{call}
	}
	var found []reading.Call
	for _, text := range c.Is {
		kind, _, _ := strings.Cut(text, " ")
		found = append(found, reading.Call{Kind: reading.Kind(kind), Text: text, Line: entry})
	}
	return found
}

func kinds(n int) string {
	if n == 1 {
		return "1 kind of call"
	}
	return fmt.Sprintf("%d kinds of calls", n)
}

func recordNotes(document record.Record) []string {
	var notes []string
	if n := len(document.Refused); n > 0 {
		notes = append(notes, "The record also has "+kinds(n)+" that GitHub refused with status 401, 403, or 404. The answer leaves them out, because a refused call is no evidence of a need.")
	}
	for _, gap := range document.Gaps {
		notes = append(notes, "Calls may be missing: "+diag.Printable(gap.Detail))
	}
	return notes
}
