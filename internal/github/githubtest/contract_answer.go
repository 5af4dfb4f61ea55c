package githubtest

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

// checked is an answer that is held against GitHub's description.
type checked struct {
	status    int
	header    http.Header
	body      []byte
	described []byte // the body without what is broken on purpose
}

// checkAnswer says in what an answer departs from GitHub's description.
func (c *contract) checkAnswer(op *operation, r *http.Request, a checked) []string {
	if op.op.Responses.Status(a.status) == nil {
		return c.checkError(a)
	}
	if a.status == http.StatusNoContent && len(a.body) > 0 {
		return []string{"the answer 204 has a body"}
	}
	input := c.input(op, r, nil)
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Options: input.Options,
		Status: a.status, Header: a.header, Body: readCloser{bytes.NewReader(a.described)},
	})
	if err != nil {
		return []string{fmt.Sprintf("the answer %d: %v", a.status, err)}
	}
	return nil
}

// checkError holds an answer that the operation does not describe against the
// form of all of GitHub's errors.
func (c *contract) checkError(a checked) []string {
	if !slices.Contains(everywhere, a.status) {
		return []string{fmt.Sprintf("the answer %d is not described", a.status)}
	}
	if a.status == http.StatusNotModified {
		if len(a.body) > 0 {
			return []string{"the answer 304 has a body"}
		}
		return nil
	}
	var value any
	if err := json.Unmarshal(a.body, &value); err != nil {
		return []string{fmt.Sprintf("the answer %d is not JSON: %v", a.status, err)}
	}
	if err := c.doc.Components.Schemas["basic-error"].Value.VisitJSON(value); err != nil {
		return []string{fmt.Sprintf("the answer %d: %v", a.status, err)}
	}
	return nil
}
