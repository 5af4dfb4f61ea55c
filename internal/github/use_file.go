package github

import (
	"bytes"
	"encoding/json"

	"github.com/patctl/patctl/internal/exactjson"
)

// useFile is the JSON form of what is read of an organization only if it is asked for: its
// classic tokens, and what tokens did. A field that is missing was not read.
type useFile struct {
	Credentials        []credentialFile `json:"credentials,omitzero"`
	Insights           *insightsFile    `json:"insights,omitempty"`
	PublicRepositories *int             `json:"public_repositories,omitempty"`
}

func newUseFile(o *Organization) useFile {
	return useFile{
		Credentials: encodeCredentials(o.Credentials), Insights: newInsightsFile(o.Insights), PublicRepositories: o.PublicRepositories,
	}
}

// decode puts what was read into an organization whose requests and tokens were decoded.
func (f *useFile) decode(o *Organization) []Gap {
	var gaps, more []Gap
	o.Credentials, gaps = decodeCredentials(f.Credentials)
	o.Insights, more = f.Insights.decode()
	gaps = append(gaps, more...)
	if o.Insights != nil && !o.Insights.Complete && len(more) == 0 && !o.Lacks(WhatInsights) {
		gaps = append(gaps, Gap{WhatInsights, "The snapshot marks them incomplete, but does not give a reason."})
	}
	if n := f.PublicRepositories; n != nil && *n < 0 {
		return append(gaps, Gap{WhatPublic, "The snapshot contains a negative number."})
	}
	o.PublicRepositories = f.PublicRepositories
	return gaps
}

// plainJSON writes a value without escapes for HTML, as the rest of a snapshot is written.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}

// element is one of a list that is read each for itself: a malformed one is a gap.
type element[T any] struct {
	value T
	err   error
}

// UnmarshalJSON keeps the error for later.
func (e *element[T]) UnmarshalJSON(data []byte) error {
	e.err = exactjson.Unmarshal(data, &e.value)
	return nil
}
