package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// proxySchemes are the kinds of proxies that patctl can use. SOCKS proxies look up the names of
// hosts, with either scheme.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

// CheckProxy reports why the address of a proxy, as in HTTPS_PROXY, can't be used. Go ignores
// an address that can't be parsed, and then connects without a proxy. The error holds nothing of
// the address, which may have a password. An address without a scheme is one of HTTP.
func CheckProxy(text string) error {
	const example = "write it as http://HOST:PORT, or with https, socks5, or socks5h"
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "":
		return errors.New("it is not the address of a proxy: " + example)
	case !slices.Contains(proxySchemes, u.Scheme):
		return errors.New("it is a kind of proxy that patctl can't use: " + example)
	}
	if port := u.Port(); port != "" {
		if number, err := strconv.ParseUint(port, 10, 16); err != nil || number == 0 {
			return errors.New("its port is not a number from 1 to 65535")
		}
	}
	return nil
}

// ProxyError means that the proxy gave no connection to GitHub.
type ProxyError struct {
	Status int   // of the proxy's answer; 0: there was no connection to the proxy
	Err    error // why there was none
}

func (e *ProxyError) Error() string {
	if e.Status == 0 {
		return "the connection to the proxy failed: " + e.Err.Error()
	}
	return strings.TrimSpace(fmt.Sprintf("the proxy answered %d %s", e.Status, http.StatusText(e.Status)))
}

func (e *ProxyError) Unwrap() error { return e.Err }

// Advice is a sentence that says what to do.
func (e *ProxyError) Advice() string {
	switch e.Status {
	case http.StatusProxyAuthRequired:
		return "Check the user name and the password of the proxy in HTTPS_PROXY."
	case 0:
		return "Check the address of the proxy in HTTPS_PROXY."
	}
	return "Check whether the proxy in HTTPS_PROXY allows connections to the API of GitHub."
}

// passing reports whether the proxy may answer otherwise soon.
func (e *ProxyError) passing() bool {
	return e.Status == 0 || e.Status >= 500 || e.Status == http.StatusRequestTimeout || e.Status == http.StatusTooManyRequests
}

// ProxyAnswered is for the field OnProxyConnectResponse of Go's transport, whose own error does
// not say that it is about a proxy.
func ProxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Status: resp.StatusCode}
}

// ofProxy names the proxy in an error of the connection to it.
func ofProxy(err error) error {
	var failed *net.OpError
	if errors.As(err, &failed) && failed.Op == "proxyconnect" {
		return &ProxyError{Err: failed.Err}
	}
	return err
}
