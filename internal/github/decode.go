package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// DecodeGrants reads requests or tokens as the API lists them: an array, several
// one after another, as gh api --paginate prints them, or arrays within an array,
// as it does with --slurp. A request may also come as the body of a webhook. A list
// that ends with a full page is a gap, since nothing tells whether that was the last
// one; only what --slurp prints is known to be all pages.
//
// An element that appears twice counts once. One that cannot be read, and two that
// contradict each other, are gaps that name them; the others are returned all the
// same. The error is about what is not JSON at all, or no list.
func DecodeGrants(data []byte, kind pat.Kind) ([]pat.Grant, []Gap, error) {
	var (
		elements []json.RawMessage
		gaps     []Gap
		cut      bool
	)
	data, err := exactjson.Text(data)
	if err != nil {
		return nil, nil, fmt.Errorf("read %ss: %w", kind, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	for lists := 0; ; lists++ {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) && lists > 0 {
			break
		}
		if errors.Is(err, io.EOF) {
			return nil, nil, fmt.Errorf("read %ss: the file is empty. Write the list of %ss into it with:\n\n  %s", kind, kind, fetchAll(kind))
		}
		if err == nil && isEvent(value) && kind == pat.KindRequest {
			if value, err = requestOfEvent(value); err == nil {
				elements, gaps = append(elements, value), append(gaps, oneEvent)
				continue
			}
		}
		var more []json.RawMessage
		if err == nil {
			more, cut, err = listIn(value)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read %ss: the data is not a list as GitHub's API gives it: %w", kind, exactjson.InWords(err))
		}
		elements = append(elements, more...)
	}
	if cut {
		gaps = append(gaps, mayBeCut(kind))
	}
	grants, bad := decodeElements(elements, kind)
	grants, twice := unique(grants)
	return grants, append(append(gaps, bad...), twice...), nil
}

// fetchAll is the command that fetches every page of a list.
func fetchAll(kind pat.Kind) string {
	return fmt.Sprintf("gh api --paginate --slurp 'orgs/ORG/%s?per_page=100' > %ss.json", collection(kind), kind)
}

func mayBeCut(kind pat.Kind) Gap {
	return Gap{What: string(kind) + "s", Why: fmt.Sprintf(
		"The list ends with a full page, of %d or %d, so others may be missing. Fetch every page with: %s", defaultPerPage, perPage, fetchAll(kind))}
}

// listIn returns the elements of a list, or of the lists in it, and whether others
// may follow: gh has fetched all pages of what is a list of lists.
func listIn(value json.RawMessage) (out []json.RawMessage, cut bool, err error) {
	var elements []json.RawMessage
	if err := exactjson.Unmarshal(value, &elements); err != nil {
		return nil, false, err
	}
	if elements == nil {
		return nil, false, errors.New("it is null")
	}
	slurped := false
	for _, e := range elements {
		if !bytes.HasPrefix(e, []byte("[")) {
			out = append(out, e)
			continue
		}
		slurped = true
		var inner []json.RawMessage
		if err := json.Unmarshal(e, &inner); err != nil {
			return nil, false, err
		}
		out = append(out, inner...)
	}
	return out, !slurped && (len(out) == perPage || len(out) == defaultPerPage), nil
}

// decodeElements decodes each element for itself, with a gap for each reason for
// which some cannot be read.
func decodeElements(elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap) {
	grants := make([]pat.Grant, 0, len(elements))
	var failed failures
	for i, element := range elements {
		var w wireGrant
		err := exactjson.Unmarshal(element, &w)
		var g pat.Grant
		if err == nil {
			g, err = w.grant(kind)
		}
		if err != nil {
			failed.add(int64(i+1), err.Error())
			continue
		}
		grants = append(grants, g)
	}
	return grants, malformed(&failed, kind)
}

func malformed(failed *failures, kind pat.Kind) []Gap {
	return failed.gaps(func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("elements %s of the %ss", numbers, kind)
		}
		return fmt.Sprintf("element %s of the %ss", numbers, kind)
	})
}

// unique keeps one of the elements that are the same: a list that moves while it is
// read shows an element on two pages. Of elements with one id that differ it keeps
// one, the same in any order, and a gap names the id: the other may be what must not
// be overlooked.
func unique(grants []pat.Grant) ([]pat.Grant, []Gap) {
	first := make(map[int64]int, len(grants))
	out := grants[:0]
	var failed failures
	for _, g := range grants {
		at, known := first[g.ID]
		switch {
		case !known:
			first[g.ID] = len(out)
			out = append(out, g)
		case !reflect.DeepEqual(out[at], g):
			failed.add(g.ID, contradiction)
			if written(g) < written(out[at]) {
				out[at] = g
			}
		}
	}
	if len(failed.whys) == 0 {
		return out, nil
	}
	return out, failed.gaps(identified(out[0].Kind))
}

// written is a grant as text that differs where grants do.
func written(g pat.Grant) string {
	text, err := json.Marshal(newWireGrant(g))
	if err != nil {
		panic(fmt.Sprintf("encode a %s: %v", g.Kind, err))
	}
	return string(text)
}

// contradiction is why elements with one id make a list incomplete.
const contradiction = "Two elements have this id and different contents. Only one of them was looked at."

// identified names requests or tokens by their ids.
func identified(kind pat.Kind) func(numbers string, several bool) string {
	return func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("%ss %s", kind, numbers)
		}
		return fmt.Sprintf("%s %s", kind, numbers)
	}
}
