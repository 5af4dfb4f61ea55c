package transport

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/patctl/patctl/internal/github"
)

// maxRedirects bounds a chain of them; GitHub's have one step.
const maxRedirects = 5

// RedirectError means that an answer, and a token, would have gone elsewhere.
type RedirectError struct{ host string }

func (e *RedirectError) Error() string {
	return fmt.Sprintf("the response redirects to a different host, %q, and patctl does not send the token there", e.host)
}

// StayWith returns a check that follows redirects within one address only, as
// those that GitHub gives for an organization with a new name.
func StayWith(base *url.URL) func(*http.Request, []*http.Request) error {
	return func(req *http.Request, via []*http.Request) error {
		if !github.SameOrigin(req.URL, base) {
			return &RedirectError{req.URL.Host}
		}
		if len(via) > maxRedirects {
			return fmt.Errorf("the response redirects too many times (%d)", len(via))
		}
		return nil
	}
}
