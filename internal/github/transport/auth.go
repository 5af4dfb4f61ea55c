package transport

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/credential"
)

// TokenSource gives the token to send. Told that one was refused, it gives
// another if it can.
type TokenSource interface {
	Token(ctx context.Context, refused credential.Secret) (credential.Secret, error)
}

// FixedToken is a single token that never changes.
type FixedToken credential.Secret

// Token returns the token.
func (t FixedToken) Token(context.Context, credential.Secret) (credential.Secret, error) {
	return credential.Secret(t), nil
}

// Authorization says who asks. It stands next to the wire, so that nothing
// above it ever holds a token: what a server echoes is scrubbed on its way back.
type Authorization struct {
	Next   http.RoundTripper
	Base   *url.URL
	Source TokenSource
	// Secrets are those of the whole run: a later answer may echo what an earlier
	// call was sent.
	Secrets *credential.Secrets
	// Fixed: the token is the same in every run, and so is the tag of an answer.
	Fixed bool
	Now   func() time.Time
}

// secretFor is how long a token that expires is kept out of everything after it was last
// sent: installation tokens live for an hour, so an hour beyond their end at least.
const secretFor = 2 * time.Hour

// RoundTrip makes a call with a token, and once more with another where the first is refused.
func (t *Authorization) RoundTrip(req *http.Request) (*http.Response, error) {
	if !github.SameOrigin(req.URL, t.Base) || !github.MayCarryToken(req.URL) {
		return nil, &RedirectError{req.URL.Host}
	}
	token, err := t.Source.Token(req.Context(), credential.Secret{})
	if err != nil {
		return nil, err
	}
	resp, err := t.send(req, token)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	fresh, err := t.Source.Token(req.Context(), token)
	if err != nil || fresh.Equal(token) {
		return resp, err
	}
	return t.send(req, fresh)
}

func (t *Authorization) send(req *http.Request, token credential.Secret) (*http.Response, error) {
	out := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		out.Body = body
	}
	if t.Fixed {
		t.Secrets.Add(token.Reveal())
	} else {
		now := t.Now()
		t.Secrets.AddUntil(token.Reveal(), now.Add(secretFor), now)
	}
	out.Header.Set("Authorization", "Bearer "+token.Reveal())
	if !t.Fixed {
		addTag(out)
	}
	resp, err := t.Next.RoundTrip(out)
	if err != nil {
		return nil, t.Secrets.ScrubError(err)
	}
	resp.Request = req
	return t.scrubbed(resp)
}

// scrubbed takes secrets out of everything that came back. A new token must come
// through; nothing else of that answer is used.
func (t *Authorization) scrubbed(resp *http.Response) (*http.Response, error) {
	for _, values := range resp.Header {
		for i, value := range values {
			values[i] = t.Secrets.Scrub(value)
		}
	}
	resp.Status = t.Secrets.Scrub(resp.Status)
	if resp.StatusCode == http.StatusCreated && strings.HasSuffix(resp.Request.URL.Path, "/access_tokens") {
		return resp, nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	setBody(resp, t.Secrets.ScrubBody(body))
	return resp, nil
}

// setBody gives a response another body, which needs no closing.
func setBody(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
}
