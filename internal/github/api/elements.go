package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/github"
)

// errPartial is about an answer from which GitHub left something out:
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
var errPartial = errors.New("GitHub left out organizations that require single sign-on, because the token is not authorized for them")

// errNoHeaders is about an answer that lost its headers, and with them what GitHub may have said
// there: that it left something out, or that another page follows.
var errNoHeaders = errors.New("the response lacks the headers that GitHub sends, so elements may be missing. A proxy may have removed the headers")

// decodePage reads a page. What is no array, null among it, is no empty list.
func decodePage(body []byte) ([]json.RawMessage, error) {
	if most := 100 * github.PerPage; exactjson.HasMore(body, most) {
		return nil, fmt.Errorf("the page has more than %d elements, although patctl asked for %d", most, github.PerPage)
	}
	var out []json.RawMessage
	if err := json.Unmarshal(body, &out); err != nil || out == nil {
		return nil, errors.New("GitHub's response is not a list")
	}
	return out, nil
}

// idOf tells elements apart: by their id, or by all that they hold.
func idOf(element json.RawMessage) string {
	var e struct {
		ID *json.Number `json:"id"`
	}
	if json.Unmarshal(element, &e) == nil && e.ID != nil {
		return e.ID.String()
	}
	return strings.TrimSpace(string(element))
}

// idBy tells elements apart by some of their fields, or by all that they hold if one of these
// fields is missing.
func idBy(fields ...string) func(json.RawMessage) string {
	return func(element json.RawMessage) string {
		var e map[string]json.RawMessage
		if json.Unmarshal(element, &e) != nil {
			return strings.TrimSpace(string(element))
		}
		values := make([]string, len(fields))
		for i, name := range fields {
			if values[i] = string(e[name]); values[i] == "" {
				return strings.TrimSpace(string(element))
			}
		}
		return strings.Join(values, " ")
	}
}

func repeats(ids []string) bool {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if seen[id] {
			return true
		}
		seen[id] = true
	}
	return false
}

// markNew adds ids to those seen and reports whether one of them is new.
func markNew(seen map[string]bool, ids []string) bool {
	before := len(seen)
	for _, id := range ids {
		seen[id] = true
	}
	return len(seen) > before
}

func (r *round) ids() []string {
	var ids []string
	for _, p := range r.pages {
		ids = append(ids, p.ids...)
	}
	return ids
}

// elements holds each element once, in the order of their first appearance and as
// they were read in the last round.
type elements struct {
	list         []json.RawMessage
	at           map[string]place
	rounds       int
	contradicted []string // ids of elements that differed within a round
}

// place is where an element is in the list, and the round that it was read in.
type place struct{ index, round int }

func (e *elements) Add(r round) {
	if e.at == nil {
		e.at = map[string]place{}
	}
	e.rounds++
	for _, p := range r.pages {
		for i, id := range p.ids {
			at, known := e.at[id]
			switch {
			case !known:
				at.index = len(e.list)
				e.list = append(e.list, p.elements[i])
			case at.round < e.rounds:
				e.list[at.index] = p.elements[i]
			case !bytes.Equal(e.list[at.index], p.elements[i]):
				e.contradicted = append(e.contradicted, id)
			}
			e.at[id] = place{at.index, e.rounds}
		}
	}
}
