package webhook_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/serve/webhook"
)

// pipes is a listener whose connections are in memory, so that time is that of the bubble.
type pipes struct {
	accept chan net.Conn
	closed chan struct{}
}

func newPipes() *pipes { return &pipes{make(chan net.Conn), make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	select {
	case <-p.closed:
	default:
		close(p.closed)
	}
	return nil
}

func (*pipes) Addr() net.Addr { return &net.IPAddr{} }

// dial returns a connection, or nil if the server takes none now.
func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	select {
	case p.accept <- server:
		return client
	case <-time.After(time.Second):
		return nil
	}
}

// serving runs a server with a number of connections in a bubble.
func serving(t *testing.T, connections int, do func(w *world, p *pipes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w, p := newWorld(t), newPipes()
		w.now = time.Now() // of the bubble
		server := webhook.NewServer(w, slog.New(slog.DiscardHandler))
		done := make(chan error)
		go func() { done <- server.Serve(webhook.Listener(p, connections)) }()
		do(w, p)
		_ = server.Close()
		<-done
		synctest.Wait()
	})
}

func head(length int, body string) string {
	return fmt.Sprintf("POST /webhook HTTP/1.1\r\nHost: patctl.example\r\nContent-Type: application/json\r\nX-GitHub-Event: personal_access_token_request\r\n"+
		"Content-Length: %d\r\n%s: %s\r\n\r\n", length, webhook.SignatureHeader, webhook.Sign(newer, []byte(body)))
}

// statusOf reads an answer, and how long it took to come.
func statusOf(t *testing.T, c net.Conn) (int, time.Duration) {
	t.Helper()
	start := time.Now()
	response, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode, time.Since(start)
}

// TestSlowBody: ten seconds after it began, a body that has not ended is refused.
func TestSlowBody(t *testing.T) {
	serving(t, webhook.Connections, func(w *world, p *pipes) {
		c := p.dial()
		_, _ = io.WriteString(c, head(len(request), request)+request[:5])
		status, took := statusOf(t, c)
		if status != 408 || took != 10*time.Second || w.added != nil {
			t.Errorf("got %d after %v, and %v", status, took, w.added)
		}
	})
}

// TestTruncatedBody: a body that ends before its length has no effect.
func TestTruncatedBody(t *testing.T) {
	serving(t, webhook.Connections, func(w *world, p *pipes) {
		c := p.dial()
		_, _ = io.WriteString(c, head(len(request)+1, request)+request)
		_ = c.Close()
		synctest.Wait()
		if w.added != nil || len(w.observed) != 1 || w.observed[0] != "unverified incomplete" {
			t.Errorf("added %v, observed %v", w.added, w.observed)
		}
	})
}

// TestSlowHead: a head that does not end closes the connection after five seconds.
func TestSlowHead(t *testing.T) {
	serving(t, webhook.Connections, func(w *world, p *pipes) {
		c, start := p.dial(), time.Now()
		_, _ = io.WriteString(c, "POST /webhook HTTP/1.1\r\nHost: x")
		if _, err := io.ReadAll(c); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took != 5*time.Second || w.observed != nil {
			t.Errorf("it took %v, and %v was observed", took, w.observed)
		}
	})
}

// TestLargeHead: a head of more than 16 KiB is refused.
func TestLargeHead(t *testing.T) {
	serving(t, webhook.Connections, func(_ *world, p *pipes) {
		c := p.dial()
		go func() {
			_, _ = io.WriteString(c, "POST /webhook HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("x", 32<<10)+"\r\n\r\n")
		}()
		if status, _ := statusOf(t, c); status != 431 {
			t.Errorf("got %d", status)
		}
	})
}

// TestKeptConnection: GitHub may send several deliveries through a connection, and a wait
// between them that is longer than a body may take does no harm.
func TestKeptConnection(t *testing.T) {
	serving(t, webhook.Connections, func(w *world, p *pipes) {
		c := p.dial()
		for range 3 {
			_, _ = io.WriteString(c, head(len(request), request)+request)
			if status, _ := statusOf(t, c); status != 202 {
				t.Fatalf("got %d", status)
			}
			time.Sleep(25 * time.Second)
			w.now = time.Now()
		}
		if len(w.added) != 3 {
			t.Errorf("%d looks", len(w.added))
		}
	})
}

// TestSilentConnections: when all connections are taken by senders that send little or nothing,
// a delivery is let in within a second, and the one that was silent for longest is closed.
func TestSilentConnections(t *testing.T) {
	for name, sent := range map[string]string{
		"nothing":        "",
		"part of a head": "POST /webhook HTTP/1.1\r\nHost: x",
		"part of a body": head(len(request), request) + request[:5],
		"a guess":        head(len(request), "{}") + request[:5],
	} {
		serving(t, 2, func(_ *world, p *pipes) {
			first := p.dial()
			time.Sleep(time.Millisecond)
			second := p.dial()
			for _, c := range []net.Conn{first, second} {
				go func() { _, _ = io.WriteString(c, sent) }()
			}
			time.Sleep(2 * time.Second) // either could be closed now
			start := time.Now()
			third := p.dial()
			_, _ = io.WriteString(third, head(len(request), request)+request)
			status, _ := statusOf(t, third)
			if took := time.Since(start); status != 202 || took > time.Second {
				t.Errorf("%s: got %d after %v", name, status, took)
			}
			_ = second.SetReadDeadline(time.Now().Add(time.Millisecond))
			if _, err := second.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("%s: the second connection: %v", name, err)
			}
			_ = first.SetReadDeadline(time.Now().Add(time.Millisecond))
			if _, err := io.Copy(io.Discard, first); err != nil {
				t.Errorf("%s: the first connection: %v", name, err)
			}
		})
	}
}

// TestAcceptedConnections: a delivery that is signed is never closed for another one, however
// long it takes to ask for the look. Once it is answered, its connection gives way.
func TestAcceptedConnections(t *testing.T) {
	serving(t, 1, func(w *world, p *pipes) {
		w.addTime = 4 * time.Second
		first, start := p.dial(), time.Now()
		_, _ = io.WriteString(first, head(len(request), request)+request)
		second := make(chan time.Duration)
		go func() {
			c := p.dial()
			_, _ = io.WriteString(c, head(len(request), request)+request)
			status, _ := statusOf(t, c)
			if status != 202 {
				t.Errorf("the second: got %d", status)
			}
			second <- time.Since(start)
		}()
		if status, took := statusOf(t, first); status != 202 || took != w.addTime {
			t.Errorf("the first: got %d after %v", status, took)
		}
		if took := <-second; took != 9*time.Second { // two looks, and the grace of the first connection
			t.Errorf("the second took %v", took)
		}
		if _, err := io.Copy(io.Discard, first); err != nil {
			t.Errorf("the first connection: %v", err)
		}
	})
}

// TestConnectionsAreBounded: connections of requests that are being answered are never closed
// for others, which wait.
func TestConnectionsAreBounded(t *testing.T) {
	const connections = 2
	synctest.Test(t, func(t *testing.T) {
		p, wait := newPipes(), make(chan struct{})
		busy := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			<-wait
			w.WriteHeader(http.StatusNoContent)
		})
		server := webhook.NewServer(busy, slog.New(slog.DiscardHandler))
		done := make(chan error)
		go func() { done <- server.Serve(webhook.Listener(p, connections)) }()
		answers := make(chan time.Duration, 3)
		for range cap(answers) {
			c := p.dial()
			go func() {
				_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
				if status, took := statusOf(t, c); status == 204 {
					answers <- took
				}
			}()
		}
		time.Sleep(10 * time.Second)
		if len(answers) != 0 {
			t.Errorf("%d answers", len(answers))
		}
		close(wait)
		for range cap(answers) {
			if took := <-answers; took > 12*time.Second {
				t.Errorf("an answer took %v", took)
			}
		}
		_ = server.Close()
		<-done
	})
}

// TestListenerEnds: closing it ends the wait for room.
func TestListenerEnds(t *testing.T) {
	const connections = 1
	synctest.Test(t, func(t *testing.T) {
		p, wait := newPipes(), make(chan struct{})
		server := webhook.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-wait }), slog.New(slog.DiscardHandler))
		done := make(chan error)
		go func() { done <- server.Serve(webhook.Listener(p, connections)) }()
		first := p.dial()
		go func() { _, _ = io.WriteString(first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n") }()
		second := p.dial()
		synctest.Wait()
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("got %v", err)
		}
		if _, err := io.Copy(io.Discard, second); err != nil {
			t.Errorf("the connection that waited: %v", err)
		}
		close(wait)
	})
}

// TestErrorsOfServer: what net/http reports is logged in one printable line.
func TestErrorsOfServer(t *testing.T) {
	var log bytes.Buffer
	server := webhook.NewServer(http.NotFoundHandler(), slog.New(slog.NewTextHandler(&log, nil)))
	server.ErrorLog.Printf("http: odd request from %s", "\x1b[2J\u202e\n"+strings.Repeat("x", 100<<10))
	if got := log.String(); strings.ContainsAny(got, "\x1b\u202e") || strings.Count(got, "\n") != 1 || len(got) > 9<<10 || !strings.Contains(got, "odd request") {
		t.Errorf("%d bytes: %.200q", len(got), got)
	}
}

// TestHangingUp: a sender that does not wait for the answer has delivered all the same.
func TestHangingUp(t *testing.T) {
	w := newWorld(t)
	r := delivery("personal_access_token_request", request)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if response := w.serve(r.WithContext(ctx)); response.Code != 202 || len(w.added) != 1 {
		t.Errorf("got %d, and %v", response.Code, w.added)
	}
}
