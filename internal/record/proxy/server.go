package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
)

// server serves connections that are handed to it.
type server struct {
	*http.Server
	listener *handoff
	done     sync.WaitGroup // handlers, and connections that are looked at

	mu    sync.Mutex // held when a handler begins, so that none begins beside the wait for all
	ended bool
}

// newServer returns a server whose requests end with the context at the latest.
func newServer(ctx context.Context, handle http.HandlerFunc) *server {
	s := &server{listener: &handoff{conns: make(chan net.Conn), closed: make(chan struct{})}}
	s.Server = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !s.begin() {
				http.Error(w, "patctl record has ended", http.StatusServiceUnavailable)
				return
			}
			defer s.done.Done()
			handle(w, r)
		}),
		ErrorLog:    log.New(io.Discard, "", 0),
		BaseContext: func(net.Listener) context.Context { return ctx },
		ConnContext: withTarget,
		// Without it, connections that have shaken hands are not served with HTTP/2.
		TLSConfig: &tls.Config{NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12},
	}
	go func() { _ = s.Serve(s.listener) }() // ends at Close or Shutdown
	return s
}

// begin reports whether a handler may begin. HTTP/2 still brings some while a server closes.
func (s *server) begin() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ended {
		s.done.Add(1)
	}
	return !s.ended
}

// wait lets no more handlers begin, and waits for those that have.
func (s *server) wait() {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.done.Wait()
}

// take serves a connection.
func (s *server) take(conn net.Conn) {
	select {
	case s.listener.conns <- conn:
	case <-s.listener.closed:
		_ = conn.Close()
	}
}

// handoff is a listener for connections that were accepted elsewhere.
type handoff struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (h *handoff) Accept() (net.Conn, error) {
	select {
	case conn := <-h.conns:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

func (h *handoff) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

func (h *handoff) Addr() net.Addr { return &net.TCPAddr{} }

// peekedConn is a connection whose first bytes were looked at.
type peekedConn struct {
	net.Conn
	reader *bufio.Reader
}

func (c *peekedConn) Read(p []byte) (int, error) { return c.reader.Read(p) }

// CloseWrite says that nothing more is sent.
func (c *peekedConn) CloseWrite() error { return closeWrite(c.Conn) }

// targetConn is a connection to a host of GitHub, of a client that takes the proxy for
// that host.
type targetConn struct {
	net.Conn
	client
	called sync.Once
}

type targetKey struct{}

// withTarget notes what a connection is for.
func withTarget(ctx context.Context, conn net.Conn) context.Context {
	if secure, ok := conn.(*tls.Conn); ok {
		if target, ok := secure.NetConn().(*targetConn); ok {
			return context.WithValue(ctx, targetKey{}, target)
		}
	}
	return ctx
}

// targetOf is the connection of a request within TLS.
func targetOf(ctx context.Context) *targetConn {
	target, _ := ctx.Value(targetKey{}).(*targetConn)
	return target
}

// hostOf is the host of an address in lower case, without the port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	return strings.ToLower(strings.TrimSuffix(address, "."))
}
