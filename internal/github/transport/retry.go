package transport

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"net"
	"net/http"
	"strings"
	"time"
)

const (
	// DefaultAttempts with their waits outlast a minute of trouble: 1, 2, 4, 8, 16
	// and 32 seconds, each up to a half more.
	DefaultAttempts = 7
	firstWait       = time.Second
)

// Retries repeats calls that failed for a passing reason: the network,
// an error of the server, an answer that broke off or is no JSON.
type Retries struct {
	Next     http.RoundTripper
	Sleep    func(context.Context, time.Duration) error
	Attempts int
	Budget   *Budget
	Outage   *Outage
	Waiting  func(time.Duration, string)
}

// RoundTrip makes a call as often as it fails for a passing reason, within bounds.
func (t *Retries) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.Outage.lasts() {
		return nil, ErrOutage
	}
	for attempt := 1; ; attempt++ {
		resp, err := t.Next.RoundTrip(req)
		if err == nil {
			err = broken(req, resp)
		}
		switch {
		case err == nil:
			t.Outage.worked()
			return resp, nil
		case req.Context().Err() != nil:
			return nil, req.Context().Err()
		case !passing(err) || !repeatable(req):
			return nil, err
		case attempt >= t.Outage.attempts(t.Attempts):
			t.Outage.failed()
			return nil, &exhaustedError{attempt, err, false}
		}
		if err := t.pause(req.Context(), attempt, err); err != nil {
			return nil, err
		}
	}
}

// pause waits before the next attempt, and longer where the server asks for it. The
// error ends the call.
func (t *Retries) pause(ctx context.Context, attempt int, failure error) error {
	wait := backoff(attempt)
	var status *StatusError
	if errors.As(failure, &status) && status.retryAfter > wait {
		wait = status.retryAfter
	}
	if !t.Budget.take(wait) {
		t.Outage.failed()
		return &exhaustedError{attempt, failure, true}
	}
	t.Waiting(wait, failure.Error())
	return t.Sleep(ctx, wait)
}

// backoff is how long to wait after a failed attempt, with jitter, so that
// calls that failed together do not come back together.
func backoff(attempt int) time.Duration {
	d := firstWait << (attempt - 1)
	return d + rand.N(d/2)
}

// repeatable reports whether a call does no more when it is made twice.
func repeatable(req *http.Request) bool {
	return req.Method == http.MethodGet || req.Method == http.MethodPatch || strings.HasSuffix(req.URL.Path, "/access_tokens")
}

// broken says why an answer is none, or is nil.
func broken(req *http.Request, resp *http.Response) error {
	if resp.StatusCode >= 500 || resp.StatusCode == http.StatusRequestTimeout {
		after, _ := retryAfter(resp.Header)
		return &StatusError{resp.StatusCode, after}
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 || req.Method != http.MethodGet {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	setBody(resp, body)
	if json.Valid(body) {
		return nil
	}
	return newNotJSONError(resp.Header.Get("Content-Type"), body)
}

// StatusError is an error of the server.
type StatusError struct {
	Status     int
	retryAfter time.Duration // 0: the server did not say
}

func (e *StatusError) Error() string { return fmt.Sprintf("GitHub answered %d", e.Status) }

// NotJSONError is an answer without sense, as of a proxy that shows a page.
type NotJSONError struct{ Html bool }

func newNotJSONError(contentType string, body []byte) error {
	media, _, _ := mime.ParseMediaType(contentType)
	start := strings.ToLower(strings.TrimSpace(string(body[:min(len(body), 64)])))
	return &NotJSONError{media == "text/html" || strings.HasPrefix(start, "<")}
}

func (e *NotJSONError) Error() string {
	if e.Html {
		return "the response is an HTML page instead of JSON"
	}
	return "the response is truncated or malformed JSON"
}

// ErrOutage represents calls that were not made any more.
var ErrOutage = errors.New("the call was not made, because several earlier calls failed repeatedly")

// permanentError is one that no repetition heals.
type permanentError struct{ err error }

func permanent(err error) error { return &permanentError{err} }

func (e *permanentError) Error() string { return e.err.Error() }

func (e *permanentError) Unwrap() error { return e.err }

// passing reports whether another attempt may help.
func passing(err error) bool {
	var (
		dns    *net.DNSError
		refuse *tls.CertificateVerificationError
		plain  tls.RecordHeaderError
		proxy  *ProxyError
	)
	switch {
	case errors.As(err, &proxy) && !proxy.passing():
		return false
	case errors.As(err, new(*permanentError)), errors.As(err, new(*RedirectError)), errors.As(err, new(*InstallationError)):
		return false
	case errors.As(err, &dns) && dns.IsNotFound, errors.As(err, &refuse), errors.As(err, &plain):
		return false
	}
	return true
}
