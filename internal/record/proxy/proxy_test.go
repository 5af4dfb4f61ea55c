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
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// TestManyCallsAtOnce: each of many calls at once is counted, and each answer reaches its caller.
func TestManyCallsAtOnce(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Host+r.URL.RequestURI()) }))
	const callers, calls = 8, 25
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			for j := range calls {
				want := fmt.Sprintf("api.github.com/repos/octo-org/r%d/issues/%d?q=%d", i, j, j)
				if got, err := get(r.client, "https://"+want); err != nil || got != want {
					t.Errorf("%s: %q, %v", want, got, err)
				}
			}
		})
	}
	all.Wait()
	if got, err := get(r.client, "https://example.com/x"); err != nil || got != "example.com/x" {
		t.Errorf("another host: %q, %v", got, err)
	}
	var document record.Record
	r.log.Fill(&document)
	if len(document.Calls) != 1 || document.Calls[0].Count != callers*calls || !document.Complete {
		t.Errorf("the record is %+v", document)
	}
}

// TestHostileAnswers: nothing that a server sends gets into the record but what is meant to.
func TestHostileAnswers(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Accepted-GitHub-Permissions", r.URL.Query().Get("accepted"))
		h.Set("Alt-Svc", `h3=":443"`)
		h.Set("Location", "https://api.github.com/secret")
		h.Set("Set-Cookie", "secret")
		w.WriteHeader(299)
		_, _ = io.WriteString(w, "secret")
	}))
	for _, accepted := range []string{"issues=read", "ghp_secret", strings.Repeat("a", 5000), "issues=read\u202e", "<script>secret", "ISSUES=secret1"} {
		response, err := r.client.Get("https://api.github.com/user?accepted=" + url.QueryEscape(accepted))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.Header.Get("Alt-Svc") != "" {
			t.Error("the answer leads clients to HTTP/3")
		}
	}
	var document record.Record
	r.log.Fill(&document)
	text := fmt.Sprintf("%+v", document)
	if strings.Contains(text, "secret") || strings.Contains(text, "script") || strings.Contains(text, "\u202e") || !strings.Contains(text, "issues=read") {
		t.Errorf("the record is %s", text)
	}
}

// TestUpstreamIsGone: a call that gets no answer is a gap.
func TestUpstreamIsGone(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	_, _ = get(r.client, "https://api.github.com/user")
	var document record.Record
	r.log.Fill(&document)
	if !slices.ContainsFunc(document.Gaps, func(g record.Gap) bool { return g.Kind == record.NoAnswer }) {
		t.Error("there is no gap")
	}
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

// TestTunnelsByAnotherName: a client that reaches GitHub in a tunnel to an IP address, or to
// another name of it, is a gap.
func TestTunnelsByAnotherName(t *testing.T) {
	for _, c := range []struct{ address, name, gap string }{
		{"203.0.113.7:443", "api.github.com", "direct_connection api.github.com"},
		{"alias.example.com:443", "API.github.com", "direct_connection api.github.com"},
		{"140.82.112.5:443", "example.com", "direct_connection 140.82.112.5"},
		{"example.com:443", "example.com", ""},
	} {
		r := newRunning(t, http.HandlerFunc(answer))
		secure := r.secure(t, r.connect(t, c.address), c.name)
		_, _ = io.WriteString(secure, "GET /user HTTP/1.0\r\n\r\n")
		if text, err := io.ReadAll(secure); err != nil || !strings.HasSuffix(string(text), "/user") {
			t.Errorf("%s: %q, %v", c.address, text, err)
		}
		_ = secure.Close()
		if got := strings.Join(r.gaps(), ", "); got != c.gap {
			t.Errorf("%s: the gaps are %q, not %q", c.address, got, c.gap)
		}
	}
}

// TestEndsWithoutACall: a client that sees the certificate and goes away is a gap, unless its
// program has called the host in another connection, and makes some that it does not use.
func TestEndsWithoutACall(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	const api, uploads = "api.github.com", "uploads.github.com"
	for _, c := range []struct {
		agent, host string
		calls       bool
	}{
		{"Go-http-client/1.1", api, true}, {"Go-http-client/1.1", api, false}, {"Go-http-client/1.1", uploads, false}, {"pinned/1 secret", api, false},
		{"curl/8.5.0", api, true}, {"curl/8.5.0", api, false}, {"curl/7.0", api, false}, {"git/2.43", "github.com", true},
	} {
		secure := r.secure(t, r.connectAs(t, c.host+":443", c.agent), c.host)
		if c.calls {
			_, _ = io.WriteString(secure, "GET /user HTTP/1.1\r\nHost: "+c.host+"\r\nConnection: close\r\n\r\n")
			if _, err := io.ReadAll(secure); err != nil {
				t.Error(err)
			}
		}
		_ = secure.Close()
	}
	r.Close(context.Background())
	var document record.Record
	r.log.Fill(&document)
	var got []string
	for _, gap := range document.Gaps {
		got = append(got, fmt.Sprint(gap.Kind, " ", gap.Host, " ", gap.Count))
	}
	if want := []string{"certificate_refused api.github.com 3", "certificate_refused uploads.github.com 1"}; !slices.Equal(got, want) {
		t.Errorf("the gaps are %q", got)
	}
	if text := fmt.Sprintf("%+v", document); strings.Contains(text, "pinned") || strings.Contains(text, "curl") {
		t.Errorf("the record has a User-Agent: %s", text)
	}
}

// TestAnotherHostThanTheConnection: GitHub goes by the header, not by the connection.
func TestAnotherHostThanTheConnection(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	request, _ := http.NewRequest("GET", "https://github.com/user", nil)
	request.Host = "api.github.com"
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if got := strings.Join(r.gaps(), ", "); got != "unreadable_call github.com" {
		t.Errorf("the gaps are %q", got)
	}
}

// TestQueriesStay: a query arrives as it was sent, also one that Go can't parse.
func TestQueriesStay(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	for _, want := range []string{"/search/issues?q=a;b&x=%zz", "/user?", "/a%2Fb//c?x=1&x=2"} {
		if got, err := get(r.client, "https://api.github.com"+want); err != nil || got != want {
			t.Errorf("%s arrives as %q, %v", want, got, err)
		}
	}
}

// TestCloseEndsWhatIsOpen: no connection that a client keeps open holds up the end: a tunnel,
// one on which nothing is sent, and one that has become another protocol.
func TestCloseEndsWhatIsOpen(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
		_, _ = io.Copy(io.Discard, conn)
	}))
	r.connect(t, "example.com:443")
	r.connect(t, "api.github.com:443")
	idle, err := net.Dial("tcp", r.listen)
	if err != nil {
		t.Fatal(err)
	}
	defer idle.Close()
	secure := r.secure(t, r.connect(t, "api.github.com:443"), "api.github.com")
	_, _ = io.WriteString(secure, "GET / HTTP/1.1\r\nHost: api.github.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	response, err := http.ReadResponse(bufio.NewReader(secure), nil)
	if err != nil || response.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("%v, %v", response, err)
	}
	if got := r.gaps(); got != nil {
		t.Errorf("the gaps are %v", got)
	}
}

// TestAnswersBeforeTheBody: an answer that comes before the body of the request ends reaches the
// client to its end.
func TestAnswersBeforeTheBody(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	body, writer := io.Pipe()
	defer writer.Close()
	response, err := r.client.Post("https://api.github.com/user", "text/plain", body)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if text, err := io.ReadAll(response.Body); err != nil || string(text) != "/user" || response.ProtoMajor != 2 {
		t.Errorf("%s: %q, %v", response.Proto, text, err)
	}
}

// BenchmarkCall is one call over a connection that is open, through the proxy and without it.
func BenchmarkCall(b *testing.B) {
	r := newRunning(b, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	direct := r.client.Transport.(*http.Transport).Clone()
	direct.Proxy = nil
	direct.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, r.far)
	}
	b.Cleanup(direct.CloseIdleConnections)
	for _, way := range []struct {
		name   string
		client *http.Client
	}{{"proxy", r.client}, {"direct", &http.Client{Transport: direct}}} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := get(way.client, "https://api.github.com/user"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestEarlyHintsStay: answers before the last are not passed on, and their headers get into none.
func TestEarlyHintsStay(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</style.css>")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
		_, _ = io.WriteString(w, "whole")
	}))
	for _, host := range []string{"api.github.com", oldHost} {
		early := 0
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{Got1xxResponse: func(int, textproto.MIMEHeader) error { early++; return nil }})
		request, _ := http.NewRequestWithContext(ctx, http.MethodGet, "https://"+host+"/user", nil)
		response, err := r.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if early != 0 || response.Header.Get("Link") != "" || string(text) != "whole" {
			t.Errorf("%s: %d early answers, Link %q, body %q", host, early, response.Header.Get("Link"), text)
		}
	}
}

// TestNoCallBeginsAfterTheEnd: a call that comes in while the proxy closes is seen or refused.
func TestNoCallBeginsAfterTheEnd(t *testing.T) {
	var seen atomic.Int32
	r := newRunning(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen.Add(1) }))
	if _, err := get(r.client, "https://api.github.com/user"); err != nil {
		t.Fatal(err)
	}
	var calling sync.WaitGroup
	for range 20 {
		calling.Go(func() {
			for {
				if _, err := get(r.client, "https://api.github.com/user"); err != nil {
					return
				}
			}
		})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	r.Close(ended)
	r.client.CloseIdleConnections()
	var document record.Record
	r.log.Fill(&document)
	calls := 0
	for _, c := range append(document.Calls, document.Refused...) {
		calls += c.Count
	}
	if calls < int(seen.Load()) {
		t.Errorf("the server saw %d calls, and the record has %d", seen.Load(), calls)
	}
	calling.Wait()
}
