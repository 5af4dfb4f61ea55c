package github

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/pat"
)

// oneEvent is the gap of what a webhook cannot tell.
var oneEvent = Gap{What: "requests", Why: "a webhook delivery contains only one request, so other pending requests are unknown"}

// wireEvent is what GitHub sends to a webhook about a request.
//
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#personal_access_token_request
type wireEvent struct {
	Action  string           `json:"action"`
	Request *json.RawMessage `json:"personal_access_token_request"`

	Organization struct {
		Login string `json:"login"`
	} `json:"organization"`
}

// isEvent reports whether a value is the body of this webhook.
func isEvent(value json.RawMessage) bool {
	if !bytes.Contains(value, []byte("personal_access_token_request")) {
		return false
	}
	var e wireEvent
	return json.Unmarshal(value, &e) == nil && e.Request != nil
}

// requestsOf puts the requests of events in the place of the events, and counts them.
func requestsOf(elements []json.RawMessage, kind pat.Kind) ([]json.RawMessage, int, error) {
	events := 0
	for i, element := range elements {
		if !isEvent(element) {
			continue
		}
		if kind != pat.KindRequest {
			return nil, 0, errors.New("it is a webhook delivery about a request. Use --requests")
		}
		request, err := requestOfEvent(element)
		if err != nil {
			return nil, 0, err
		}
		elements[i] = request
		events++
	}
	return elements, events, nil
}

// CheckEvents returns an error if data holds the body of a webhook that another
// organization than the given one sent. Other data has no organization to check.
func CheckEvents(data []byte, organization string) error {
	text, _ := exactjson.Text(data) // DecodeGrants reports it
	for decoder := json.NewDecoder(bytes.NewReader(text)); ; {
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return nil // the end, or what DecodeGrants reports
		}
		elements, _, _ := listIn(value)
		for _, element := range elements {
			var e wireEvent
			if !isEvent(element) || json.Unmarshal(element, &e) != nil {
				continue
			}
			if login := e.Organization.Login; login != "" && !strings.EqualFold(login, organization) {
				return fmt.Errorf("the webhook delivery is from the organization %s, not %s", diag.Printable(login), organization)
			}
		}
	}
}

// requestOfEvent returns the request of an event as the API lists it. What the
// event calls permissions_result is what the token would have.
func requestOfEvent(value json.RawMessage) (json.RawMessage, error) {
	var e wireEvent
	if err := exactjson.Unmarshal(value, &e); err != nil {
		return nil, err
	}
	if e.Action != "created" {
		return nil, fmt.Errorf("the webhook delivery reports that the request was %s, but only a created request is pending", e.Action)
	}
	var request map[string]json.RawMessage
	if err := exactjson.Unmarshal(*e.Request, &request); err != nil {
		return nil, err
	}
	result, known := request["permissions_result"]
	if !known {
		return nil, errors.New("the request in the webhook delivery does not have a permissions_result")
	}
	request["permissions"] = result
	return json.Marshal(request)
}
