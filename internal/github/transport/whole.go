package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	// DefaultTimeout ends a single call. GitHub gives up after ten seconds itself.
	DefaultTimeout = 30 * time.Second
	// maxBody in bytes is far beyond a page of 100 repositories in full.
	maxBody = 64 << 20
)

// timeoutError means that an answer was not there in time.
type timeoutError struct{ after time.Duration }

func (e *timeoutError) Error() string { return fmt.Sprintf("GitHub did not answer within %s", e.after) }

// Whole is the lowest layer: it lets a bounded number of calls through
// at once and returns an answer only when all of its body is there.
type Whole struct {
	Next    http.RoundTripper
	Gates   []chan struct{} // each as many as may be under way; who waits for a later one holds those before
	Timeout time.Duration
}

// RoundTrip makes a call, and returns its answer once all of it is there.
func (t *Whole) RoundTrip(req *http.Request) (*http.Response, error) {
	for _, gate := range t.Gates {
		select {
		case gate <- struct{}{}:
			defer func() { <-gate }()
		case <-req.Context().Done():
			return nil, req.Context().Err()
		}
	}
	ctx, cancel := context.WithTimeout(req.Context(), t.Timeout)
	defer cancel()
	resp, err := t.Next.RoundTrip(req.WithContext(ctx))
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, &timeoutError{t.Timeout}
	}
	if err != nil {
		return nil, ofProxy(err)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	_ = resp.Body.Close() // everything that counts is read
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &timeoutError{t.Timeout}
	case err != nil:
		return nil, fmt.Errorf("the response was cut off after %d bytes: %w", len(body), err)
	case len(body) > maxBody:
		return nil, permanent(errors.New("the response is larger than the limit"))
	}
	setBody(resp, body)
	return resp, nil
}
