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

// DecodeGrants reads requests or tokens as the API lists them: arrays, one after
// another, as gh api --paginate prints them, arrays within an array, as it does with
// --slurp, or their elements one after another, as it does with --jq '.[]'. A request
// may also come as the body of a webhook. A list that ends with a full page is a gap,
// since nothing tells whether that was the last one; only what --slurp prints is known
// to be all pages.
//
// An element that appears twice counts once. One that cannot be read, and two that
// contradict each other, are gaps that name them; the others are returned all the
// same. The error is about what is not JSON at all, or neither a list nor an element.
func DecodeGrants(data []byte, kind pat.Kind) ([]pat.Grant, []Gap, error) {
	var (
		elements []json.RawMessage
		gaps     []Gap
		cut      bool
		alone    int // elements that are in no list
	)
	data, err := exactjson.Text(data)
	if err != nil {
		return nil, nil, fmt.Errorf("read %ss: %w", kind, err)
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	for values := 0; ; values++ {
		var value json.RawMessage
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) && values > 0 {
			break
		}
		if errors.Is(err, io.EOF) {
			return nil, nil, fmt.Errorf("read %ss: the file is empty. To write the list of %ss to it, run:\n\n  %s", kind, kind, fetchAll(kind))
		}
		var more []json.RawMessage
		if err == nil {
			more, cut, err = listIn(value)
		}
		if isObject(value) {
			alone++
		}
		var events int
		if err == nil {
			more, events, err = requestsOf(more, kind)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read %ss: the data is not a list from GitHub's API: %w", kind, exactjson.InWords(err))
		}
		if elements = append(elements, more...); events > 0 && len(gaps) == 0 {
			gaps = append(gaps, oneEvent)
		}
	}
	if cut || isFullPage(alone) {
		gaps = append(gaps, mayBeCut(kind))
	}
	grants, bad := DecodeElements(elements, kind)
	grants, twice := Unique(grants)
	return grants, append(append(gaps, bad...), twice...), nil
}

// fetchAll is the command that fetches every page of a list.
func fetchAll(kind pat.Kind) string {
	return fmt.Sprintf("gh api --paginate --slurp 'orgs/ORG/%s?per_page=100' > %ss.json", Collection(kind), kind)
}

func mayBeCut(kind pat.Kind) Gap {
	return Gap{What: string(kind) + "s", Why: fmt.Sprintf(
		"The last page of the list is full (%d or %d elements), so later pages may be missing. To fetch every page, run: %s", DefaultPerPage, PerPage, fetchAll(kind))}
}

func isObject(value json.RawMessage) bool { return bytes.HasPrefix(value, []byte("{")) }

func isFullPage(n int) bool { return n == PerPage || n == DefaultPerPage }

// listIn returns the elements of a list, or of the lists in it, or an element alone,
// and whether others may follow: gh has fetched all pages of what is a list of lists.
func listIn(value json.RawMessage) (out []json.RawMessage, cut bool, err error) {
	if isObject(value) {
		return []json.RawMessage{value}, false, isElement(value)
	}
	if exactjson.IsDense(value) { // a requester writes the reason of a request, commas included
		return nil, false, errors.New("its elements are too short to be requests or tokens")
	}
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
	return out, !slurped && isFullPage(len(out)), nil
}

// isElement returns an error for an object alone that is no element of a list.
func isElement(value json.RawMessage) error {
	var o struct {
		ID            json.RawMessage `json:"id"`
		Message       json.RawMessage `json:"message"`
		FormatVersion json.RawMessage `json:"format_version"`
	}
	if err := json.Unmarshal(value, &o); err != nil {
		return err
	}
	switch {
	case o.ID != nil || isEvent(value):
		return nil
	case o.FormatVersion != nil:
		return errors.New("it is a document of patctl. For a snapshot, use --snapshot")
	case o.Message != nil:
		return errors.New("it is an error from the API. GitHub rejected the call, so the file does not contain a list")
	}
	return errors.New("it is an object without an ID, but a list is required")
}

// maxMalformed is how many elements may be malformed before the rest is not read. A list of
// millions of them costs gigabytes.
const maxMalformed = 10_000

// DecodeElements decodes each element for itself, with a gap for each reason for
// which some cannot be read.
func DecodeElements(elements []json.RawMessage, kind pat.Kind) ([]pat.Grant, []Gap) {
	grants := make([]pat.Grant, 0, min(len(elements), maxMalformed))
	var failed Failures
	for i, element := range elements {
		if i-len(grants) >= maxMalformed {
			return grants, append(malformed(&failed, kind), Gap{
				What: fmt.Sprintf("elements %d to %d of the %ss", i+1, len(elements), kind),
				Why:  fmt.Sprintf("They were not read, because %d elements before them are malformed.", maxMalformed),
			})
		}
		var w wireGrant
		err := exactjson.Unmarshal(element, &w)
		var g pat.Grant
		if err == nil {
			g, err = w.grant(kind)
		}
		if err != nil {
			failed.Add(int64(i+1), err.Error())
			continue
		}
		grants = append(grants, g)
	}
	return grants, malformed(&failed, kind)
}

func malformed(failed *Failures, kind pat.Kind) []Gap {
	return failed.Gaps(func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("elements %s of the %ss", numbers, kind)
		}
		return fmt.Sprintf("element %s of the %ss", numbers, kind)
	})
}

// Unique keeps one of the elements that are the same: a list that moves while it is
// read shows an element on two pages. Of elements with one id that differ it keeps
// one, the same in any order, and a gap names the id: the other may be what must not
// be overlooked.
func Unique(grants []pat.Grant) ([]pat.Grant, []Gap) {
	if ascending(grants) {
		return grants, nil
	}
	first := make(map[int64]int, len(grants))
	out := grants[:0]
	var failed Failures
	for _, g := range grants {
		at, known := first[g.ID]
		switch {
		case !known:
			first[g.ID] = len(out)
			out = append(out, g)
		case !reflect.DeepEqual(out[at], g):
			failed.Add(g.ID, contradiction)
			if written(g) < written(out[at]) {
				out[at] = g
			}
		}
	}
	if len(failed.whys) == 0 {
		return out, nil
	}
	return out, failed.Gaps(identified(out[0].Kind))
}

// ascending reports whether each id is above the one before, and so is there once.
func ascending(grants []pat.Grant) bool {
	for i := 1; i < len(grants); i++ {
		if grants[i].ID <= grants[i-1].ID {
			return false
		}
	}
	return true
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
const contradiction = "Two elements have this ID but different contents. patctl used only one of them."

// identified names requests or tokens by their ids.
func identified(kind pat.Kind) func(numbers string, several bool) string {
	return func(numbers string, several bool) string {
		if several {
			return fmt.Sprintf("%ss %s", kind, numbers)
		}
		return fmt.Sprintf("%s %s", kind, numbers)
	}
}
