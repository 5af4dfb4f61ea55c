package webhook

import (
	"io"
	"net/http"
	"slices"
)

// Outcome is what a delivery comes to.
type Outcome string

// The outcomes. Of those that refuse a delivery, only Malformed and Failed are of deliveries
// with a right signature.
const (
	Accepted     Outcome = "accepted"     // a look was asked for
	Pong         Outcome = "pong"         // a test of GitHub
	Ignored      Outcome = "ignored"      // no such event leads to a look
	Unconfigured Outcome = "unconfigured" // the organization is not configured

	Method     Outcome = "method"     // it is not sent by POST
	Type       Outcome = "type"       // it is not JSON
	Unsigned   Outcome = "unsigned"   // the signature is missing or wrong
	TooLarge   Outcome = "too_large"  // larger than MaxBody
	Slow       Outcome = "slow"       // the body took too long
	Incomplete Outcome = "incomplete" // the body is shorter than declared
	Busy       Outcome = "busy"       // other bodies use the memory
	Malformed  Outcome = "malformed"  // it cannot be read in exactly one way
	Failed     Outcome = "failed"     // the look could not be asked for
)

type answer struct {
	status int
	text   string
}

var answers = map[Outcome]answer{
	Accepted:     {http.StatusAccepted, "accepted"},
	Pong:         {http.StatusOK, "pong"},
	Ignored:      {http.StatusAccepted, "ignored: the event is not needed"},
	Unconfigured: {http.StatusAccepted, "ignored: not configured"},
	Method:       {http.StatusMethodNotAllowed, "send deliveries by POST"},
	Type:         {http.StatusUnsupportedMediaType, "set the webhook's content type to application/json"},
	Unsigned:     {http.StatusUnauthorized, "the signature is missing or wrong"},
	TooLarge:     {http.StatusRequestEntityTooLarge, "the body is too large"},
	Slow:         {http.StatusRequestTimeout, "the body took too long"},
	Incomplete:   {http.StatusBadRequest, "the body is incomplete"},
	Busy:         {http.StatusServiceUnavailable, "busy: try again"},
	Malformed:    {http.StatusBadRequest, "the body is not a delivery of this event"},
	Failed:       {http.StatusServiceUnavailable, "not accepted: try again"},
}

// Refused reports whether GitHub shows the delivery as failed.
func (o Outcome) Refused() bool { return answers[o].status >= http.StatusBadRequest }

// Outcomes returns all outcomes.
func Outcomes() []Outcome {
	all := make([]Outcome, 0, len(answers))
	for o := range answers {
		all = append(all, o)
	}
	slices.Sort(all)
	return all
}

// retryAfter is when there may be room again, in seconds: no body is read for longer.
const retryAfter = "10"

// write answers a delivery.
func (o Outcome) write(w http.ResponseWriter) {
	a, header := answers[o], w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	switch {
	case o == Method:
		header.Set("Allow", http.MethodPost)
	case a.status == http.StatusServiceUnavailable:
		header.Set("Retry-After", retryAfter)
	}
	if o.Refused() {
		header.Set("Connection", "close") // what is left of the body is not waited for
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.text+"\n")
}
