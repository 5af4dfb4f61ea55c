package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/record/authority"
)

// Options are what a proxy needs.
type Options struct {
	Log       *record.Log
	Authority *authority.Authority
	IsGitHub  func(host string) bool // whose calls are recorded; in lower case, without the port
	// Upstream returns the proxy that leads to an address, or nil for none.
	Upstream func(address *url.URL) (*url.URL, error)
	Roots    *x509.CertPool // that vouch for what is behind the proxy; nil: those of the system
	Now      func() time.Time
	Observe  Observer
}

// Proxy is a proxy that runs.
type Proxy struct {
	Options
	forward *httputil.ReverseProxy
	front   *server // proxy requests
	inner   *server // requests within TLS to GitHub
	socket  *server // requests of gh over a Unix socket

	listeners  []net.Listener
	stop       context.CancelFunc // ends what the servers still do
	mu         sync.Mutex
	closed     bool
	tunnels    map[net.Conn]bool // connections that were taken from the server
	dialed     dialed
	handshakes handshakes
}

// New returns a proxy without listeners.
func New(o Options) *Proxy {
	ctx, stop := context.WithCancel(context.Background())
	p := &Proxy{Options: o, stop: stop, tunnels: map[net.Conn]bool{}}
	p.forward = &httputil.ReverseProxy{
		Rewrite:        rewrite,
		Transport:      p.transport(),
		FlushInterval:  -1, // streams arrive as they are sent
		ModifyResponse: p.answered,
		ErrorHandler:   p.failed,
		ErrorLog:       log.New(io.Discard, "", 0),
	}
	p.front = newServer(ctx, p.serveProxy)
	p.inner = newServer(ctx, p.serveInner)
	p.socket = newServer(ctx, p.serveSocket)
	return p
}

// rewrite leaves a request as it is, with queries that Go can't parse. Where it goes is in
// its URL already.
func rewrite(r *httputil.ProxyRequest) { r.Out.Host, r.Out.URL.RawQuery = r.In.Host, r.In.URL.RawQuery }

// Serve takes connections of clients from a listener until Close: of those that know
// that they speak to a proxy, and TLS of those that are led here without knowing it.
func (p *Proxy) Serve(listener net.Listener) {
	listener = patient(listener, p.Log)
	p.listeners = append(p.listeners, listener)
	p.front.done.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			p.front.done.Go(func() { p.sort(conn) })
		}
	})
}

// ServeSocket takes HTTP requests of gh from a listener until Close. They name the host
// that they are for.
func (p *Proxy) ServeSocket(listener net.Listener) {
	go func() { _ = p.socket.Serve(patient(listener, p.Log)) }() // ends at Close
}

// sort finds out what a client speaks.
func (p *Proxy) sort(conn net.Conn) {
	peeked := &peekedConn{Conn: conn, reader: bufio.NewReader(conn)}
	p.keep(peeked)
	defer p.forget(peeked)
	first, err := peeked.reader.Peek(1)
	switch {
	case err != nil:
		_ = conn.Close()
	case first[0] == tlsHandshake:
		p.decrypt(peeked, client{})
	default:
		p.front.take(peeked)
	}
}

// tlsHandshake is the first byte of a connection with TLS.
const tlsHandshake = 0x16

// serveProxy answers a client that knows that this is a proxy.
func (p *Proxy) serveProxy(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method == http.MethodConnect:
		p.connect(w, r)
	case r.URL.Host == "":
		http.Error(w, "This is the proxy of patctl record. It takes proxy requests only.", http.StatusBadRequest)
	case p.IsGitHub(hostOf(r.URL.Host)):
		p.record(w, r)
	default:
		p.forward.ServeHTTP(final{w}, r)
	}
}

// connect takes the connection of a client that asks for a tunnel.
func (p *Proxy) connect(w http.ResponseWriter, r *http.Request) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		http.Error(w, "HTTP/1.1 is required", http.StatusHTTPVersionNotSupported)
		return
	}
	host := hostOf(r.Host)
	if p.IsGitHub(host) && !strings.HasPrefix(host, "ssh.") {
		conn := p.take(hijacker)
		if conn != nil && p.established(conn) {
			p.keep(conn)
			defer p.forget(conn)
			p.decryptOrTunnel(r.Context(), conn, client{address: r.Host, agent: agentOf(r.UserAgent())})
		}
		return
	}
	if record.MayBeServer(host) {
		p.unset(host)
	}
	far, err := p.dial(r.Context(), r.Host)
	if err != nil {
		http.Error(w, "patctl record could not connect: "+reason(err), http.StatusBadGateway)
		return
	}
	conn := p.take(hijacker)
	if conn == nil {
		_ = far.Close()
		return
	}
	if !p.established(conn) {
		_ = far.Close()
		return
	}
	if address, err := netip.ParseAddr(host); err == nil && record.InRanges(address.Unmap()) {
		p.unseen(host)
		p.splice(conn, far)
		return
	}
	sniffed, wait := sniff(conn, func(name string) {
		if p.IsGitHub(hostOf(name)) {
			p.unseen(hostOf(name))
		}
	})
	p.splice(sniffed, far)
	wait()
}

// unseen notes a tunnel to GitHub that a client asked for by an address or another name.
func (p *Proxy) unseen(host string) {
	p.Log.AddGap(record.Gap{Kind: record.DirectConnection, Host: host, Detail: "A client asked the proxy for an IP address or another host, and reached GitHub through it. Its calls were not seen."})
}

// take takes a connection from the server, with what was read ahead.
func (p *Proxy) take(h http.Hijacker) *peekedConn {
	conn, buffered, err := h.Hijack()
	if err != nil {
		return nil
	}
	return &peekedConn{Conn: conn, reader: buffered.Reader}
}

func (p *Proxy) established(conn net.Conn) bool {
	if _, err := io.WriteString(conn, "HTTP/1.1 200 Connection established\r\n\r\n"); err != nil {
		_ = conn.Close()
		return false
	}
	return true
}

// decryptOrTunnel looks at what a client sends to a host of GitHub. What is not TLS is
// passed on unseen, which is a gap.
func (p *Proxy) decryptOrTunnel(ctx context.Context, conn *peekedConn, from client) {
	first, err := conn.reader.Peek(1)
	if err != nil {
		_ = conn.Close()
		return
	}
	if first[0] == tlsHandshake {
		p.decrypt(conn, from)
		return
	}
	p.Log.AddGap(record.Gap{Kind: record.UnreadableCall, Host: from.host(), Detail: "A client sent something other than TLS through the proxy."})
	far, err := p.dial(ctx, from.address)
	if err != nil {
		_ = conn.Close()
		return
	}
	p.splice(conn, far)
}

// decrypt ends the TLS of a client in the name of the host that it wants, and serves the
// requests in it. Without an address, it goes to the host that the client names.
func (p *Proxy) decrypt(conn net.Conn, from client) {
	target := &targetConn{Conn: conn, client: from}
	config := &tls.Config{
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
			if target.address == "" {
				target.address = strings.ToLower(hello.ServerName)
			}
			if !p.IsGitHub(target.host()) {
				return nil, errors.New("not a host of GitHub")
			}
			return p.Authority.For(target.host())
		},
	}
	secure := tls.Server(target, config)
	end := p.handshakes.begin()
	err := secure.Handshake()
	end()
	switch {
	case err == nil:
	case errors.Is(err, net.ErrClosed): // by Close, although it waits
		p.stillRunning()
		return
	case wentAway(err):
		_ = conn.Close()
		p.handshakes.add(target.client)
		return
	default:
		_ = conn.Close()
		p.Log.AddGap(record.Gap{Kind: record.CertificateRefused, Host: target.host(), Detail: "A client ended the connection because it did not trust the certificate of patctl record, or used TLS in a way that the proxy doesn't know."})
		return
	}
	p.handshakes.add(target.client)
	p.inner.take(secure)
}

// wentAway reports whether a handshake failed because the connection ended. Clients that make
// several connections at once leave those that they turn out not to need.
func wentAway(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// serveInner answers a request that came within TLS to a host of GitHub.
func (p *Proxy) serveInner(w http.ResponseWriter, r *http.Request) {
	target := targetOf(r.Context())
	r.URL.Scheme, r.URL.Host = "https", strings.TrimSuffix(target.address, ":443")
	target.called.Do(func() { p.handshakes.call(target.client) })
	p.record(w, r)
}

// serveSocket answers a request of gh, which speaks plain HTTP on a socket.
func (p *Proxy) serveSocket(w http.ResponseWriter, r *http.Request) {
	r.URL.Scheme, r.URL.Host = "https", r.Host
	p.record(w, r)
}

// Close ends the proxy. Requests and handshakes that are still on their way have until the context
// ends; then those that are left are a gap.
func (p *Proxy) Close(ctx context.Context) {
	for _, listener := range p.listeners {
		_ = listener.Close()
	}
	p.handshakes.wait(ctx)
	for _, s := range []*server{p.front, p.inner, p.socket} {
		if err := s.Shutdown(ctx); err != nil {
			p.stillRunning()
			_ = s.Close()
		}
	}
	p.stop()
	p.closeTunnels()
	for _, s := range []*server{p.front, p.inner, p.socket} {
		s.wait()
	}
	for _, host := range p.handshakes.withoutCall() {
		p.Log.AddGap(record.Gap{Kind: record.CertificateRefused, Host: host, Detail: "A client ended its connection before it made a call. It may accept certain certificates or keys only."})
	}
}

func (p *Proxy) stillRunning() {
	p.Log.AddGap(record.Gap{Kind: record.StillRunning, Detail: "A call was still running after the command ended."})
}
