package github

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// tokenSource gives the token to send. Told that one was refused, it gives
// another if it can.
type tokenSource interface {
	token(ctx context.Context, refused secret) (secret, error)
}

// fixedToken is a token of which there is only the one.
type fixedToken secret

func (t fixedToken) token(context.Context, secret) (secret, error) { return secret(t), nil }

// authTransport says who asks. It stands next to the wire, so that nothing
// above it ever holds a token: what a server echoes is scrubbed on its way back.
type authTransport struct {
	next   http.RoundTripper
	base   *url.URL
	source tokenSource
	// secrets are those of the whole run: a later answer may echo what an earlier
	// call was sent.
	secrets *secrets
	// fixed: the token is the same in every run, and so is the tag of an answer.
	fixed bool
}

func (t *authTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !sameOrigin(req.URL, t.base) || !mayCarryToken(req.URL) {
		return nil, &redirectError{req.URL.Host}
	}
	token, err := t.source.token(req.Context(), secret{})
	if err != nil {
		return nil, err
	}
	resp, err := t.send(req, token)
	if err != nil || resp.StatusCode != http.StatusUnauthorized {
		return resp, err
	}
	fresh, err := t.source.token(req.Context(), token)
	if err != nil || fresh.equal(token) {
		return resp, err
	}
	return t.send(req, fresh)
}

func (t *authTransport) send(req *http.Request, token secret) (*http.Response, error) {
	out := req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		out.Body = body
	}
	t.secrets.add(token.reveal())
	out.Header.Set("Authorization", "Bearer "+token.reveal())
	if !t.fixed {
		addTag(out)
	}
	resp, err := t.next.RoundTrip(out)
	if err != nil {
		return nil, t.secrets.scrubError(err)
	}
	resp.Request = req
	return t.scrubbed(resp)
}

// scrubbed takes secrets out of everything that came back. A new token must come
// through; nothing else of that answer is used.
func (t *authTransport) scrubbed(resp *http.Response) (*http.Response, error) {
	for _, values := range resp.Header {
		for i, value := range values {
			values[i] = t.secrets.scrub(value)
		}
	}
	resp.Status = t.secrets.scrub(resp.Status)
	if resp.StatusCode == http.StatusCreated && strings.HasSuffix(resp.Request.URL.Path, "/access_tokens") {
		return resp, nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	setBody(resp, t.secrets.scrubBody(body))
	return resp, nil
}

// setBody gives a response another body, which needs no closing.
func setBody(resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
}
