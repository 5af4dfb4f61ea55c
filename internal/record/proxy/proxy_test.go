package proxy

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/patctl/patctl/internal/record"
)

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

// TestEndsWithoutACall: a client that sees the certificate, or ends within the handshake, and goes
// away is a gap, unless its program has called the host in another connection, and makes some that
// it does not use.
func TestEndsWithoutACall(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	const api, uploads = "api.github.com", "uploads.github.com"
	const call, handshake, halfway = "a call", "a handshake", "half a handshake"
	for _, c := range []struct{ agent, host, makes string }{
		{"Go-http-client/1.1", api, call},
		{"Go-http-client/1.1", api, handshake},
		{"Go-http-client/1.1", api, halfway},
		{"Go-http-client/1.1", uploads, handshake},
		{"pinned/1 secret", api, handshake},
		{"pinned-too/1 secret", uploads, halfway},
		{"curl/8.5.0", api, call},
		{"curl/8.5.0", api, handshake},
		{"curl/7.0", api, handshake},
		{"curl/7.0", api, halfway},
		{"git/2.43", "github.com", call},
	} {
		conn := r.connectAs(t, c.host+":443", c.agent)
		switch c.makes {
		case halfway:
			_, _ = io.WriteString(conn, "\x16\x03\x01\x02\x00\x01")
		default:
			secure := r.secure(t, conn, c.host)
			if c.makes == call {
				_, _ = io.WriteString(secure, "GET /user HTTP/1.1\r\nHost: "+c.host+"\r\nConnection: close\r\n\r\n")
				if _, err := io.ReadAll(secure); err != nil {
					t.Error(err)
				}
			}
			_ = secure.Close()
		}
		_ = conn.Close()
	}
	r.Close(context.Background())
	var document record.Record
	r.log.Fill(&document)
	var got []string
	for _, gap := range document.Gaps {
		got = append(got, fmt.Sprint(gap.Kind, " ", gap.Host, " ", gap.Count))
	}
	if want := []string{"certificate_refused api.github.com 4", "certificate_refused uploads.github.com 2"}; !slices.Equal(got, want) {
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

// TestHandshakeAtTheEnd: a connection within its handshake when the proxy ends is a gap, also if its
// program has called the host in another: a process in the background may be about to call.
func TestHandshakeAtTheEnd(t *testing.T) {
	r := newRunning(t, http.HandlerFunc(answer))
	called := r.secure(t, r.connect(t, "api.github.com:443"), "api.github.com")
	_, _ = io.WriteString(called, "GET /user HTTP/1.1\r\nHost: api.github.com\r\nConnection: close\r\n\r\n")
	if _, err := io.ReadAll(called); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(r.connect(t, "api.github.com:443"), "\x16\x03\x01\x02\x00\x01")
	for r.shaking() == 0 {
		runtime.Gosched()
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	r.Close(ended)
	var document record.Record
	r.log.Fill(&document)
	if !slices.ContainsFunc(document.Gaps, func(g record.Gap) bool { return g.Kind == record.StillRunning }) {
		t.Errorf("the gaps are %+v", document.Gaps)
	}
}
