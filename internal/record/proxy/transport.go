package proxy

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"time"
)

// transport sends what the proxy passes on. It does not ask for compression by
// itself, so that answers stay as the client wants them.
func (p *Proxy) transport() http.RoundTripper {
	return ending{&http.Transport{
		DialContext:         p.dialDirect,
		Proxy:               func(r *http.Request) (*url.URL, error) { return p.Upstream(r.URL) },
		TLSClientConfig:     &tls.Config{RootCAs: p.Roots, MinVersion: tls.VersionTLS12},
		DisableCompression:  true,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 16,
		IdleConnTimeout:     time.Minute,
	}}
}

// ending ends a request with its answer. With HTTP/2, a server may answer before it has read the
// body. A client that then waits for the end of the answer, before it sends more, would wait for
// ever: the end of the answer would wait for the body.
type ending struct{ *http.Transport }

func (e ending) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(r.Context())
	response, err := e.Transport.RoundTrip(r.WithContext(ctx))
	switch {
	case err != nil:
		cancel()
	case response.StatusCode == http.StatusSwitchingProtocols: // its body is the connection, and goes on
		context.AfterFunc(r.Context(), cancel)
	default:
		response.Body = &endingBody{response.Body, cancel}
	}
	return response, err
}

type endingBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *endingBody) Close() error {
	b.cancel()
	return b.ReadCloser.Close()
}
