package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"golang.org/x/net/proxy"
)

// dial connects to an address (HOST:PORT), through the proxy that was set before this one.
func (p *Proxy) dial(ctx context.Context, address string) (net.Conn, error) {
	upstream, err := p.Upstream(&url.URL{Scheme: "https", Host: address})
	if err != nil {
		return nil, err
	}
	if upstream == nil {
		return p.dialDirect(ctx, "tcp", address)
	}
	switch upstream.Scheme {
	case "socks5", "socks5h":
		dialer, err := proxy.FromURL(upstream, forward{p})
		if err != nil {
			return nil, err
		}
		return dialer.(proxy.ContextDialer).DialContext(ctx, "tcp", address)
	case "http", "https":
		conn, err := p.dialProxy(ctx, upstream)
		if err != nil {
			return nil, err
		}
		return tunnelThrough(conn, upstream, address)
	}
	return nil, errors.New("unknown kind of proxy")
}

// forward connects to a SOCKS proxy.
type forward struct{ *Proxy }

func (f forward) Dial(network, address string) (net.Conn, error) {
	return f.dialDirect(context.Background(), network, address)
}

func (f forward) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return f.dialDirect(ctx, network, address)
}

func (p *Proxy) dialProxy(ctx context.Context, upstream *url.URL) (net.Conn, error) {
	port := upstream.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[upstream.Scheme]
	}
	conn, err := p.dialDirect(ctx, "tcp", net.JoinHostPort(upstream.Hostname(), port))
	if err != nil || upstream.Scheme == "http" {
		return conn, err
	}
	secure := tls.Client(conn, &tls.Config{RootCAs: p.Roots, ServerName: upstream.Hostname(), MinVersion: tls.VersionTLS12})
	if err := secure.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secure, nil
}

// tunnelThrough asks a proxy for a tunnel to an address.
func tunnelThrough(conn net.Conn, upstream *url.URL, address string) (net.Conn, error) {
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address, Header: http.Header{}}
	if user := upstream.User; user != nil {
		password, _ := user.Password()
		request.Header.Set("Proxy-Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	reader := bufio.NewReader(conn)
	err := request.Write(conn)
	if err == nil {
		var response *http.Response
		response, err = http.ReadResponse(reader, request)
		if err == nil && response.StatusCode != http.StatusOK {
			err = proxyRefused(response.StatusCode)
		}
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &peekedConn{Conn: conn, reader: reader}, nil
}

// proxyRefused is the status with which a proxy refused a tunnel.
type proxyRefused int

func (s proxyRefused) Error() string { return fmt.Sprintf("the proxy answered with status %d", int(s)) }
