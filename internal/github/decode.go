package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/patctl/patctl/internal/pat"
)

// DecodeGrants reads requests or tokens as the API lists them: an array, or
// several one after another, as gh api --paginate prints them. An element that
// appears twice counts once. An element that cannot be read is a gap that names
// it; the others are returned all the same. The error is about what is not JSON
// at all, or no arrays.
func DecodeGrants(data []byte, kind pat.Kind) ([]pat.Grant, []Gap, error) {
	var (
		grants []pat.Grant
		gaps   []Gap
	)
	decoder := json.NewDecoder(bytes.NewReader(data))
	for arrays := 0; ; arrays++ {
		var elements []json.RawMessage
		err := decoder.Decode(&elements)
		if errors.Is(err, io.EOF) && arrays > 0 {
			break
		}
		if err == nil && elements == nil {
			err = errors.New("it is null")
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read %ss: the data is no array of the API: %w", kind, err)
		}
		more, bad := decodeElements(elements, kind, len(grants)+len(gaps))
		grants, gaps = append(grants, more...), append(gaps, bad...)
	}
	return unique(grants), gaps, nil
}

func decodeElements(elements []json.RawMessage, kind pat.Kind, before int) ([]pat.Grant, []Gap) {
	grants := make([]pat.Grant, 0, len(elements))
	var gaps []Gap
	for i, element := range elements {
		var w wireGrant
		err := json.Unmarshal(element, &w)
		var g pat.Grant
		if err == nil {
			g, err = w.grant(kind)
		}
		if err != nil {
			gaps = append(gaps, malformed(before+i+1, kind, err))
			continue
		}
		grants = append(grants, g)
	}
	return grants, gaps
}

func malformed(number int, kind pat.Kind, err error) Gap {
	return Gap{What: fmt.Sprintf("element %d of the %ss", number, kind), Why: err.Error()}
}

// unique keeps the last of the elements with the same id: a list that moves
// while it is read shows the same element on two pages.
func unique(grants []pat.Grant) []pat.Grant {
	last := make(map[int64]int, len(grants))
	out := grants[:0]
	for _, g := range grants {
		if at, ok := last[g.ID]; ok {
			out[at] = g
			continue
		}
		last[g.ID] = len(out)
		out = append(out, g)
	}
	return out
}
