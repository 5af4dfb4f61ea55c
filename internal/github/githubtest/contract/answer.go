package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3filter"
)

// everywhere are the statuses that GitHub may answer to any call, also where
// its description does not repeat them. But for the first they hold an error.
//
// https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api
var everywhere = []int{
	http.StatusNotModified, http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden,
	http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
}

// Answer is an answer to compare with GitHub's description.
type Answer struct {
	Status    int
	Header    http.Header
	Body      []byte
	Described []byte // the body without what is broken on purpose
}

// CheckAnswer returns how an answer differs from GitHub's description.
func (c *Contract) CheckAnswer(op *Operation, r *http.Request, a Answer) []string {
	if op.op.Responses.Status(a.Status) == nil {
		return c.checkError(a)
	}
	if a.Status == http.StatusNoContent && len(a.Body) > 0 {
		return []string{"the answer 204 has a body"}
	}
	input := c.input(op, r, nil)
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Options: input.Options,
		Status: a.Status, Header: a.Header, Body: readCloser{bytes.NewReader(a.Described)},
	})
	if err != nil {
		return []string{fmt.Sprintf("the answer %d: %v", a.Status, err)}
	}
	return nil
}

// checkError holds an answer that the operation does not describe against the
// form of all of GitHub's errors.
func (c *Contract) checkError(a Answer) []string {
	if !slices.Contains(everywhere, a.Status) {
		return []string{fmt.Sprintf("the answer %d is not described", a.Status)}
	}
	if a.Status == http.StatusNotModified {
		if len(a.Body) > 0 {
			return []string{"the answer 304 has a body"}
		}
		return nil
	}
	var value any
	if err := json.Unmarshal(a.Body, &value); err != nil {
		return []string{fmt.Sprintf("the answer %d is not JSON: %v", a.Status, err)}
	}
	if err := c.doc.Components.Schemas["basic-error"].Value.VisitJSON(value); err != nil {
		return []string{fmt.Sprintf("the answer %d: %v", a.Status, err)}
	}
	return nil
}
