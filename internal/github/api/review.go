package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
)

// Review is one call that approves or denies requests, or revokes tokens.
type Review struct {
	Organization string
	Action       pat.ReviewAction
	IDs          []int64 // of the requests or grants, 1 to pat.MaxReviewed
	Reason       string  // at most pat.MaxReason characters; "": none. Revocations have none.
	// NotAfter: the call is not made later, since what it is about may have
	// changed while GitHub's limits were waited for. Zero: whenever it may be.
	NotAfter time.Time
}

// reviewBody is what a review sends. Which of the ids are sent depends on the
// kind; a list without elements would mean nobody knows what.
type reviewBody struct {
	Action     pat.ReviewAction `json:"action"`
	RequestIDs []int64          `json:"pat_request_ids,omitempty"`
	TokenIDs   []int64          `json:"pat_ids,omitempty"`
	Reason     string           `json:"reason,omitempty"`
}

// Review asks GitHub for a review and returns nil if GitHub takes the job on,
// which is a promise: the lists tell what took effect. Every error is a
// *ReviewError. A call that may have arrived is never made a second time.
func (c *Client) Review(ctx context.Context, r Review) error {
	if err := r.check(); err != nil {
		return &ReviewError{Outcome: Unsent, Why: sentence(err)}
	}
	s, err := c.session(ctx, r.Organization)
	if err != nil {
		return &ReviewError{Outcome: Unsent, Why: c.explain(err, reading{organization: r.Organization})}
	}
	req, err := s.api.NewRequest(http.MethodPost, "orgs/"+url.PathEscape(r.Organization)+"/"+github.Collection(r.Action.Kind()), r.body(), gh.WithVersion(apiVersion))
	if err != nil {
		return &ReviewError{Outcome: Unsent, Why: sentence(err)}
	}
	resp, err := s.api.Do(transport.NotAfter(ctx, r.NotAfter), req, nil)
	if errors.As(err, new(*gh.AcceptedError)) {
		return nil
	}
	if err == nil {
		return &ReviewError{Outcome: Unknown, Status: resp.StatusCode, Why: fmt.Sprintf(
			"GitHub answered %d, but answers 202 when it accepts a review. %s", resp.StatusCode, c.notGitHub())}
	}
	return c.reviewError(ctx, err, reading{organization: r.Organization, kind: r.Action.Kind(), session: s, writing: true})
}

func (r *Review) check() error {
	switch {
	case !login.MatchString(r.Organization):
		return fmt.Errorf("%q is not an organization login", r.Organization)
	case !slices.Contains(pat.ReviewActions(), r.Action):
		return fmt.Errorf("there is no review %q", r.Action)
	case len(r.IDs) == 0 || len(r.IDs) > pat.MaxReviewed:
		return fmt.Errorf("a call can review 1 to %d requests or tokens, not %d", pat.MaxReviewed, len(r.IDs))
	case slices.Min(r.IDs) <= 0:
		return fmt.Errorf("there is no request or token %d", slices.Min(r.IDs))
	case utf8.RuneCountInString(r.Reason) > pat.MaxReason:
		return fmt.Errorf("a reason can have at most %d characters", pat.MaxReason)
	}
	return nil
}

func (r *Review) body() reviewBody {
	if r.Action.Kind() == pat.KindToken {
		return reviewBody{Action: r.Action, TokenIDs: r.IDs}
	}
	return reviewBody{Action: r.Action, RequestIDs: r.IDs, Reason: r.Reason}
}

// Outcome is what is known of a review that failed.
type Outcome string

// The outcomes of a review that failed.
const (
	Unsent  Outcome = "unsent"  // the call was not made: nothing has happened
	Late    Outcome = "late"    // not made after a wait for limits: nothing has happened
	Refused Outcome = "refused" // GitHub said no: nothing has happened
	Unknown Outcome = "unknown" // the call may have arrived: only the lists can tell
)

// ReviewError says why a review failed.
type ReviewError struct {
	Outcome Outcome
	Status  int    // of GitHub's answer; 0: there was none
	Why     string // whole sentences; GitHub's own words may be among them
}

func (e *ReviewError) Error() string { return e.Why }

func (c *Client) reviewError(ctx context.Context, err error, r reading) *ReviewError {
	out := &ReviewError{Outcome: Unknown, Why: c.explain(err, r)}
	var (
		answered *gh.ErrorResponse
		server   *transport.StatusError
		limit    *transport.LimitError
		moved    *transport.RedirectError
		install  *transport.InstallationError
		rate     *gh.RateLimitError
		abuse    *gh.AbuseRateLimitError
		proxy    *transport.ProxyError
	)
	switch {
	case errors.Is(err, transport.ErrLate):
		out.Outcome = Late
	// The wait for a limit, or the one for a token, comes before the call, as the way through a proxy does.
	case errors.As(err, &limit), errors.As(err, &proxy), errors.As(err, &moved), errors.As(err, &install), errors.Is(err, transport.ErrOutage):
		out.Outcome = Unsent
	case errors.As(err, &server):
		out.Status = server.Status
	case errors.As(err, &answered) && answered.Response != nil:
		out.Status = answered.Response.StatusCode
		if out.Status >= 400 && out.Status < 500 && out.Status != http.StatusTooManyRequests {
			out.Outcome = Refused
		}
	case errors.As(err, &rate), errors.As(err, &abuse):
		if out.Status = limitedStatus(rate, abuse); out.Status != http.StatusTooManyRequests {
			out.Outcome = Refused
		}
	case ctx.Err() != nil:
		out.Why = "The run was interrupted before GitHub answered."
	}
	return out
}

// limitedStatus is the status of an answer that is about a limit.
func limitedStatus(rate *gh.RateLimitError, abuse *gh.AbuseRateLimitError) int {
	switch {
	case rate != nil && rate.Response != nil:
		return rate.Response.StatusCode
	case abuse != nil && abuse.Response != nil:
		return abuse.Response.StatusCode
	}
	return 0
}
