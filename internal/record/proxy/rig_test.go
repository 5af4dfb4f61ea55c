package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/record/authority"
)

// running is a proxy before a server that answers for every host.
type running struct {
	*Proxy
	client     *http.Client
	log        *record.Log
	listen     string // where the proxy listens
	far        string // the address of the server
	socketPath string
}

// oldHost is a host that has HTTP/1.1 only.
const oldHost = "uploads.github.com"

func observing(keepPaths bool) Observer { return Observe(catalog.Default(), keepPaths) }

func newRunning(t testing.TB, handler http.Handler) running {
	t.Helper()
	far, err := authority.New([]string{"github.com", "example.com"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	server.EnableHTTP2 = true
	server.TLS = &tls.Config{GetCertificate: func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) { return far.For(hello.ServerName) }}
	server.TLS.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if hello.ServerName != oldHost {
			return nil, nil
		}
		old := server.TLS.Clone()
		old.NextProtos = []string{"http/1.1"}
		return old, nil
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	upstream := httptest.NewServer(tunnelTo(server.Listener.Addr().String()))
	t.Cleanup(upstream.Close)
	upstreamURL, _ := url.Parse(upstream.URL)
	near, err := authority.New([]string{"github.com"}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	r := running{log: &record.Log{}, far: server.Listener.Addr().String()}
	r.Proxy = New(Options{
		Log: r.log, Authority: near, IsGitHub: record.NewHosts().Is, Roots: pool(far), Now: time.Now, Observe: observing(false),
		Upstream: func(*url.URL) (*url.URL, error) { return upstreamURL, nil },
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.Serve(listener)
	t.Cleanup(func() { r.Close(context.Background()) })
	r.listen = listener.Addr().String()
	address := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	both := pool(near)
	both.AppendCertsFromPEM(far.Certificate())
	transport := &http.Transport{Proxy: http.ProxyURL(address), TLSClientConfig: &tls.Config{RootCAs: both}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	r.client = &http.Client{Transport: transport}
	return r
}

func pool(a *authority.Authority) *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.Certificate())
	return roots
}

// tunnelTo is a proxy that leads all tunnels to one address.
func tunnelTo(address string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect {
			http.Error(w, "only tunnels", http.StatusMethodNotAllowed)
			return
		}
		far, err := net.Dial("tcp", address)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		near, buffered, _ := w.(http.Hijacker).Hijack()
		_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(far, buffered); _ = far.(*net.TCPConn).CloseWrite() }()
		_, _ = io.Copy(near, far)
		_, _ = near.Close(), far.Close()
	})
}

func get(client *http.Client, address string) (string, error) {
	response, err := client.Get(address)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// connect asks the proxy for a tunnel.
func (r running) connect(t *testing.T, address string) net.Conn {
	t.Helper()
	return r.connectAs(t, address, "test/1")
}

func (r running) connectAs(t *testing.T, address, agent string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", r.listen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_, _ = fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n\r\n", address, address, agent)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("no tunnel: %v, %v", response, err)
	}
	return conn
}

// secure speaks TLS in a tunnel.
func (r running) secure(t *testing.T, conn net.Conn, host string) *tls.Conn {
	t.Helper()
	config := r.client.Transport.(*http.Transport).TLSClientConfig.Clone()
	config.ServerName, config.NextProtos = host, nil
	secure := tls.Client(conn, config)
	if err := secure.Handshake(); err != nil {
		t.Fatal(err)
	}
	return secure
}

// kept counts what the proxy still has: tunnels, and connections that it remembers. Connections
// end beside it.
func (r running) kept() (tunnels, remembered int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dialed.mu.Lock()
	defer r.dialed.mu.Unlock()
	return len(r.tunnels), len(r.dialed.open)
}

// shaking counts the handshakes that run.
func (r running) shaking() int {
	r.handshakes.mu.Lock()
	defer r.handshakes.mu.Unlock()
	return len(r.handshakes.running)
}

// gaps ends the proxy, and gives the gaps as "KIND HOST".
func (r running) gaps() []string {
	r.Close(context.Background())
	var document record.Record
	r.log.Fill(&document)
	var found []string
	for _, gap := range document.Gaps {
		if gap.Kind != record.NoCalls {
			found = append(found, string(gap.Kind)+" "+gap.Host)
		}
	}
	return found
}

func answer(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.RequestURI) }
