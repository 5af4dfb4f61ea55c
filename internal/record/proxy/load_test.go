package proxy

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/patctl/patctl/internal/record"
)

// load is how much TestLoad does.
type load struct {
	overTime int // connections, one after the other
	atOnce   int // calls that are all under way before the first is answered
	upload   int // bytes
	chunks   int // of a stream, each of which is sent when the one before has arrived
}

// seedOf makes uploads the same each time.
var seedOf = [32]byte{1}

// loadServer answers calls of a load.
type loadServer struct {
	atOnce  int
	inside  atomic.Int32
	all     chan struct{} // is closed when all calls are inside
	arrived chan struct{} // gets a value for each chunk that has reached the client
	calls   atomic.Int32
}

func (s *loadServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.calls.Add(1)
	switch r.URL.Path {
	case "/user/repos": // of those at once
		if int(s.inside.Add(1)) == s.atOnce {
			close(s.all)
		}
		<-s.all
	case "/user/keys":
		sum := sha256.New()
		_, _ = io.Copy(sum, r.Body)
		_, _ = fmt.Fprintf(w, "%x", sum.Sum(nil))
	case "/user/emails":
		for range cap(s.arrived) {
			_, _ = io.WriteString(w, "x")
			w.(http.Flusher).Flush()
			<-s.arrived
		}
	default:
		_, _ = io.WriteString(w, r.Proto)
	}
}

// TestLoad: under load, each call is counted, bodies arrive as they were sent, streams are not
// held up, and nothing of it is left in memory.
func TestLoad(t *testing.T) {
	for _, protocol := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(protocol, func(t *testing.T) {
			(load{overTime: 100, atOnce: 60, upload: 4 << 20, chunks: 20}).run(t, protocol)
		})
	}
}

func (l load) run(t *testing.T, protocol string) {
	t.Helper()
	server := &loadServer{atOnce: l.atOnce, all: make(chan struct{}), arrived: make(chan struct{}, l.chunks)}
	r := newRunning(t, server)
	transport := r.client.Transport.(*http.Transport)
	if protocol == "HTTP/1.1" {
		transport.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
		transport.TLSClientConfig.NextProtos = []string{"http/1.1"}
	}
	for range l.overTime {
		if got, err := get(r.client, "https://api.github.com/user"); err != nil || got == "" {
			t.Fatalf("%q, %v", got, err)
		}
		transport.CloseIdleConnections()
	}
	var calls sync.WaitGroup
	for range l.atOnce {
		calls.Go(func() {
			if _, err := get(r.client, "https://api.github.com/user/repos"); err != nil {
				t.Error(err)
			}
		})
	}
	calls.Wait()
	l.uploads(t, r)
	l.streams(t, r, server)
	transport.CloseIdleConnections()
	r.Close(context.Background())
	var document record.Record
	r.log.Fill(&document)
	counted := 0
	for _, c := range document.Calls {
		counted += c.Count
	}
	if want := l.overTime + l.atOnce + 2; counted != want || int(server.calls.Load()) != want || !document.Complete || len(document.Calls) != 4 {
		t.Errorf("of %d calls, the server saw %d, and the record has %d: %+v", want, server.calls.Load(), counted, document)
	}
	if tunnels, remembered := r.kept(); tunnels != 0 || remembered > counted {
		t.Errorf("%d tunnels are left, and %d connections are remembered", tunnels, remembered)
	}
}

func (l load) uploads(t *testing.T, r running) {
	t.Helper()
	source := func() io.Reader { return io.LimitReader(rand.NewChaCha8(seedOf), int64(l.upload)) }
	sum := sha256.New()
	_, _ = io.Copy(sum, source())
	response, err := r.client.Post("https://api.github.com/user/keys", "application/octet-stream", source())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if got, err := io.ReadAll(response.Body); err != nil || string(got) != fmt.Sprintf("%x", sum.Sum(nil)) {
		t.Errorf("the upload arrives as %s, %v", got, err)
	}
}

func (l load) streams(t *testing.T, r running, server *loadServer) {
	t.Helper()
	response, err := r.client.Get("https://api.github.com/user/emails")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got strings.Builder
	for range l.chunks {
		if _, err := io.CopyN(&got, response.Body, 1); err != nil {
			t.Fatal(err)
		}
		server.arrived <- struct{}{}
	}
	if got.Len() != l.chunks {
		t.Errorf("the stream is %q", got.String())
	}
}
