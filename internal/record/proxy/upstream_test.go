package proxy

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/record"
)

// socksServer is a SOCKS proxy (RFC 1928) with a password (RFC 1929), which leads all to one
// address.
func socksServer(t *testing.T, address string, asked *atomic.Value) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go socks(conn, address, asked)
		}
	}()
	return listener.Addr().String()
}

func socks(near net.Conn, address string, asked *atomic.Value) {
	defer near.Close()
	reader := bufio.NewReader(near)
	field := func() string { // a length and as many bytes
		n, _ := reader.ReadByte()
		text := make([]byte, n)
		_, _ = io.ReadFull(reader, text)
		return string(text)
	}
	_, _ = reader.ReadByte() // version
	field()                  // ways to sign in
	_, _ = near.Write([]byte{5, 2})
	_, _ = reader.ReadByte()
	if field() != "mona" || field() != "secret" {
		_, _ = near.Write([]byte{1, 1})
		return
	}
	_, _ = near.Write([]byte{1, 0})
	_, _ = io.ReadFull(reader, make([]byte, 4)) // version, connect, 0, and a name as address
	name, port := field(), make([]byte, 2)
	_, _ = io.ReadFull(reader, port)
	asked.Store(net.JoinHostPort(name, strconv.Itoa(int(binary.BigEndian.Uint16(port)))))
	far, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer far.Close()
	_, _ = near.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go func() { _, _ = io.Copy(far, reader); _ = far.(*net.TCPConn).CloseWrite() }()
	_, _ = io.Copy(near, far)
}

// TestSOCKS: behind a SOCKS proxy, calls and tunnels go through it, with its password.
func TestSOCKS(t *testing.T) {
	for _, scheme := range []string{"socks5", "socks5h"} {
		r := newRunning(t, http.HandlerFunc(answer))
		var asked atomic.Value
		behind, _ := r.Upstream(&url.URL{})
		address, _ := url.Parse(scheme + "://mona:secret@" + socksServer(t, r.far, &asked))
		if behind.Host == address.Host {
			t.Fatal("it is the proxy of before")
		}
		r.Upstream = func(*url.URL) (*url.URL, error) { return address, nil }
		for _, host := range []string{"api.github.com", "example.com"} {
			if got, err := get(r.client, "https://"+host+"/user"); err != nil || got != "/user" {
				t.Errorf("%s: %s: %q, %v", scheme, host, got, err)
			}
			if got := asked.Load(); got != host+":443" {
				t.Errorf("%s: the SOCKS proxy was asked for %v", scheme, got)
			}
		}
		if gaps := r.gaps(); gaps != nil {
			t.Errorf("%s: the gaps are %v", scheme, gaps)
		}
	}
}

// TestErrorsKeepSecrets: what the proxy says to a client of a proxy before it, or of what came
// from there, has no password, and nothing that was sent.
func TestErrorsKeepSecrets(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
			_, _ = io.WriteString(conn, "secret secret\r\n\r\n")
			_ = conn.Close()
		}
	}()
	odd := listener.Addr().String()
	const gone = "http://127.0.0.1:1" // a port that was free a moment ago could be another test's
	refuses := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "secret", http.StatusProxyAuthRequired) }))
	defer refuses.Close()
	for _, upstream := range []string{"http://" + odd, "https://" + odd, "socks5://" + odd, gone, refuses.URL} {
		r := newRunning(t, http.HandlerFunc(answer))
		address, _ := url.Parse(strings.Replace(upstream, "://", "://mona:secret@", 1))
		r.Upstream = func(*url.URL) (*url.URL, error) { return address, nil }
		secure := r.secure(t, r.connect(t, "api.github.com:443"), "api.github.com")
		_, _ = io.WriteString(secure, "GET /user HTTP/1.1\r\nHost: api.github.com\r\nConnection: close\r\n\r\n")
		text, _ := io.ReadAll(secure)
		conn, err := net.Dial("tcp", r.listen)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nConnection: close\r\n\r\n")
		tunnel, _ := io.ReadAll(conn)
		for _, got := range []string{string(text), string(tunnel)} {
			if !strings.HasPrefix(got, "HTTP/1.1 502") || !strings.Contains(got, "patctl record ") || strings.Contains(got, "secret") {
				t.Errorf("%s: the client gets %s", upstream, got)
			}
		}
		if got := strings.Join(r.gaps(), ", "); got != "no_answer api.github.com" {
			t.Errorf("%s: the gaps are %q", upstream, got)
		}
	}
}

// TestProxyIsUnreadable: when the proxy to take can't be told, nothing is called.
func TestProxyIsUnreadable(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it went around the proxy") }))
	r.Upstream = func(*url.URL) (*url.URL, error) { return nil, errors.New("secret") }
	if text, err := get(r.client, "https://api.github.com/user"); err != nil || strings.Contains(text, "secret") {
		t.Errorf("%q, %v", text, err)
	}
}

// failing is a listener that fails a few times before each connection.
type failing struct {
	net.Listener
	left atomic.Int32
}

func (f *failing) Accept() (net.Conn, error) {
	if f.left.Add(-1) >= 0 {
		return nil, &net.OpError{Op: "accept", Err: syscall.EMFILE}
	}
	return f.Listener.Accept()
}

// TestTooManyOpenFiles: the proxy goes on after it could take no connection for a while, and
// tells that calls may be missing.
func TestTooManyOpenFiles(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &failing{Listener: listener}
	l.left.Store(2)
	r.Serve(l)
	r.listen = listener.Addr().String()
	secure := r.secure(t, r.connect(t, "api.github.com:443"), "api.github.com")
	_, _ = io.WriteString(secure, "GET /user HTTP/1.0\r\n\r\n")
	if text, err := io.ReadAll(secure); err != nil || !strings.HasSuffix(string(text), "/user") {
		t.Errorf("%q, %v", text, err)
	}
	if got := strings.Join(r.gaps(), ", "); got != "no_answer " {
		t.Errorf("the gaps are %q", got)
	}
}

// TestHas: a connection of the proxy is its own while it lasts, and what is left of it in the
// kernel for a while; then its ends may be another program's.
func TestHas(t *testing.T) {
	now := time.Unix(0, 0)
	p := New(Options{Log: &record.Log{}, Now: func() time.Time { return now }})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := p.dialDirect(context.Background(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	local, far := conn.LocalAddr().(*net.TCPAddr).AddrPort(), conn.RemoteAddr().(*net.TCPAddr).AddrPort()
	is := func(open, ended bool) {
		t.Helper()
		if p.Has(local, far, false) != open || p.Has(local, far, true) != ended || p.Has(local, netip.AddrPort{}, true) {
			t.Errorf("open: %v, ended: %v", p.Has(local, far, false), p.Has(local, far, true))
		}
	}
	is(true, true)
	_ = conn.Close()
	is(false, true)
	now = now.Add(closedFor + time.Second)
	other, err := p.dialDirect(context.Background(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = other.Close()
	is(false, false)
	if len(p.dialed.open) != 1 || len(p.dialed.ended) != 1 {
		t.Errorf("it remembers %v", &p.dialed)
	}
}

// TestUnknownServers: a GitHub Enterprise Server that nothing named is a gap, as far as it can be
// told: by its name, or by what its API answers without TLS.
func TestUnknownServers(t *testing.T) {
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	}))
	defer api.Close()
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer other.Close()
	r := newRunning(t, http.HandlerFunc(answer))
	r.Upstream = func(*url.URL) (*url.URL, error) { return nil, nil }
	transport := r.client.Transport.(*http.Transport)
	for _, server := range []string{api.URL, other.URL} {
		request, _ := http.NewRequest("GET", server+"/api/v3/user", nil)
		through, err := transport.Proxy(request)
		if err != nil || through == nil {
			t.Fatal(through, err)
		}
		if _, err := get(r.client, server+"/api/v3/user"); err != nil {
			t.Error(err)
		}
	}
	if got := strings.Join(r.gaps(), ", "); got != "direct_connection 127.0.0.1" {
		t.Errorf("the gaps are %q", got)
	}
	for host, want := range map[string]bool{"github.octo-org.example": true, "GHE.octo-org.example": true, "octocat.github.io": false, "github.blog": false, "example.com": false} {
		if record.MayBeServer(host) != want {
			t.Errorf("%s may be a server: %v", host, !want)
		}
	}
	named := newRunning(t, http.HandlerFunc(answer))
	named.connect(t, "github.octo-org.example:443")
	if got := strings.Join(named.gaps(), ", "); got != "direct_connection github.octo-org.example" {
		t.Errorf("the gaps are %q", got)
	}
}
