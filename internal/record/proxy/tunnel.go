package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"

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
		dialer, err := proxy.FromURL(upstream, &net.Dialer{})
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
	return nil, fmt.Errorf("the proxy has the unknown scheme %q", upstream.Scheme)
}

func (p *Proxy) dialProxy(ctx context.Context, upstream *url.URL) (net.Conn, error) {
	port := upstream.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[upstream.Scheme]
	}
	address := net.JoinHostPort(upstream.Hostname(), port)
	if upstream.Scheme == "https" {
		dialer := tls.Dialer{Config: &tls.Config{RootCAs: p.Roots, MinVersion: tls.VersionTLS12}}
		return dialer.DialContext(ctx, "tcp", address)
	}
	return p.dialDirect(ctx, "tcp", address)
}

// dialDirect makes a connection, and remembers that it is the proxy's.
func (p *Proxy) dialDirect(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if local, ok := conn.LocalAddr().(*net.TCPAddr); ok {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.local[unmapped(local.AddrPort())] = true
	}
	return conn, nil
}

// Has reports whether the proxy has made the connection with a local end.
func (p *Proxy) Has(local netip.AddrPort) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.local[unmapped(local)]
}

func unmapped(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()) }

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
			err = fmt.Errorf("the proxy answered with status %d", response.StatusCode)
		}
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return &peekedConn{Conn: conn, reader: reader}, nil
}

// splice passes on what both ends send, until both have ended.
func (p *Proxy) splice(near, far net.Conn) {
	p.keep(near, far)
	defer p.drop(near, far)
	var both sync.WaitGroup
	both.Go(func() { pass(far, near) })
	both.Go(func() { pass(near, far) })
	both.Wait()
}

// pass copies until the end, and tells the other side of the end.
func pass(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if err != nil || closeWrite(to) != nil {
		_ = to.Close()
		_ = from.Close()
	}
}

// closeWrite says that nothing more is sent.
func closeWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}

// keep remembers connections, so that they end with the proxy.
func (p *Proxy) keep(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.tunnels[conn] = true
		if p.closed {
			_ = conn.Close()
		}
	}
}

// forget leaves a connection to somebody else.
func (p *Proxy) forget(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tunnels, conn)
}

// closeTunnels ends the connections that are kept, and those that will be.
func (p *Proxy) closeTunnels() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for conn := range p.tunnels {
		_ = conn.Close()
	}
}

func (p *Proxy) drop(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		delete(p.tunnels, conn)
		_ = conn.Close()
	}
}
