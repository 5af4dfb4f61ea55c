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
	// attemptTimeout ends a single call. GitHub gives up after ten seconds itself.
	attemptTimeout = 30 * time.Second
	// maxBody in bytes is far beyond a page of 100 repositories in full.
	maxBody = 64 << 20
)

var errTimeout = fmt.Errorf("GitHub did not answer within %s", attemptTimeout)

// Whole is the lowest layer: it lets a bounded number of calls through
// at once and returns an answer only when all of its body is there.
type Whole struct {
	Next  http.RoundTripper
	Gates []chan struct{} // each as many as may be under way; who waits for a later one holds those before
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
	ctx, cancel := context.WithTimeout(req.Context(), attemptTimeout)
	defer cancel()
	resp, err := t.Next.RoundTrip(req.WithContext(ctx))
	if errors.Is(err, context.DeadlineExceeded) {
		return nil, errTimeout
	}
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	_ = resp.Body.Close() // everything that counts is read
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return nil, errTimeout
	case err != nil:
		return nil, fmt.Errorf("the response was cut off after %d bytes: %w", len(body), err)
	case len(body) > maxBody:
		return nil, permanent(errors.New("the response is larger than the limit"))
	}
	setBody(resp, body)
	return resp, nil
}
