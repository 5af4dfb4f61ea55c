package webhook

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
)

// counted is room that knows how much of it was taken at most.
type counted struct {
	room
	held, most *atomic.Int64
}

func (c counted) TryAcquire(n int64) bool {
	if !c.room.TryAcquire(n) {
		return false
	}
	held := c.held.Add(n)
	for most := c.most.Load(); held > most && !c.most.CompareAndSwap(most, held); most = c.most.Load() {
	}
	return true
}

func (c counted) Release(n int64) {
	c.held.Add(-n)
	c.room.Release(n)
}

func countedHandler(t *testing.T) (h *Handler, held, most *atomic.Int64) {
	t.Helper()
	h, err := New(Config{
		Secrets: []credential.Secret{credential.NewSecret("octo")},
		Known:   func(login string) (string, bool) { return login, true },
		Add:     func(context.Context, time.Time, string) error { return nil },
		Now:     func() time.Time { return time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC) },
		Log:     slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	held, most = new(atomic.Int64), new(atomic.Int64)
	h.memory = &memory{first: counted{h.memory.first, held, most}, more: counted{h.memory.more, held, most}}
	return h, held, most
}

type deadlines struct{ *httptest.ResponseRecorder }

func (deadlines) SetReadDeadline(time.Time) error { return nil }

// send sends a delivery. A length of -1 is not declared.
func send(h *Handler, body io.Reader, length int64, signature string) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/webhook", body)
	r.ContentLength = length
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Event", "ping")
	r.Header.Set(SignatureHeader, signature)
	w := deadlines{httptest.NewRecorder()}
	h.ServeHTTP(w, r)
	return w.Result()
}

func sendPing(h *Handler) int {
	body := []byte(`{}`)
	return send(h, bytes.NewReader(body), 2, Sign(credential.NewSecret("octo"), body)).StatusCode
}

// guess is the signature of a stranger.
var guess = signaturePrefix + strings.Repeat("0", 64)

// gate is a body of zeros that waits where half of it has come.
type gate struct {
	size, at int
	open     <-chan struct{}
}

func (g *gate) Read(p []byte) (int, error) {
	if g.at == g.size {
		return 0, io.EOF
	}
	if g.at == g.size/2 {
		<-g.open
	}
	until := g.size
	if g.at < g.size/2 {
		until = g.size / 2
	}
	n := min(len(p), until-g.at)
	clear(p[:n])
	g.at += n
	return n, nil
}

// TestMemoryIsBounded: 2,000 large bodies at once never take more than 64 MiB, and all of it is
// given back. Some are refused, with the time to try again.
func TestMemoryIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, held, most := countedHandler(t)
		open := make(chan struct{})
		statuses := make(chan *http.Response, 2000)
		var all sync.WaitGroup
		for i := range cap(statuses) {
			size := []int{1 << 10, 100 << 10, 1 << 20, 8 << 20}[i%4]
			declared := int64(size)
			if i/4%2 == 0 {
				declared = -1
			}
			all.Go(func() {
				statuses <- send(h, &gate{size: size, open: open}, declared, guess)
			})
		}
		synctest.Wait()
		close(open)
		all.Wait()
		close(statuses)
		if got := most.Load(); got > 64<<20 || got < 32<<20 {
			t.Errorf("%d bytes were held at once", got)
		}
		if got := held.Load(); got != 0 {
			t.Errorf("%d bytes are still held", got)
		}
		count := map[int]int{}
		for r := range statuses {
			count[r.StatusCode]++
			if r.StatusCode == 503 && r.Header.Get("Retry-After") != "10" {
				t.Errorf("Retry-After: %q", r.Header.Get("Retry-After"))
			}
		}
		if count[401] == 0 || count[503] == 0 || count[401]+count[503] != 2000 {
			t.Errorf("answers: %v", count)
		}
		if got := sendPing(h); got != 200 {
			t.Errorf("afterwards, GitHub is answered %d", got)
		}
	})
}

// TestLargeBodiesLeaveRoom: with all other connections taken by large bodies of strangers, a
// delivery of GitHub is read.
func TestLargeBodiesLeaveRoom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _, most := countedHandler(t)
		open := make(chan struct{})
		var all sync.WaitGroup
		for range Connections - 1 {
			all.Go(func() {
				send(h, &gate{size: 60 << 10, open: open}, MaxBody, guess)
			})
		}
		for range 100 {
			all.Go(func() { // these are beyond the first part, and take all that is left
				send(h, &gate{size: 8 << 20, open: open}, -1, guess)
			})
		}
		synctest.Wait()
		if got := sendPing(h); got != 200 {
			t.Errorf("GitHub is answered %d", got)
		}
		close(open)
		all.Wait()
		if got := most.Load(); got > 64<<20 {
			t.Errorf("%d bytes were held at once", got)
		}
	})
}

// TestDeclaredLengthHoldsNothing: a length without bytes takes no memory from others.
func TestDeclaredLengthHoldsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, held, _ := countedHandler(t)
		open := make(chan struct{})
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() {
				send(h, &gate{size: 2, open: open}, MaxBody, guess)
			})
		}
		synctest.Wait()
		if got := held.Load(); got != 100*firstPart {
			t.Errorf("%d bytes are held", got)
		}
		close(open)
		all.Wait()
	})
}

// TestLargestBody: GitHub's largest delivery is read.
func TestLargestBody(t *testing.T) {
	h, held, most := countedHandler(t)
	body := bytes.Repeat([]byte(" "), MaxBody)
	for _, length := range []int64{MaxBody, -1} {
		if got := send(h, bytes.NewReader(body), length, Sign(credential.NewSecret("octo"), body)).StatusCode; got != 200 {
			t.Errorf("length %d: got %d", length, got)
		}
	}
	if held.Load() != 0 || most.Load() > moreMemory {
		t.Errorf("%d bytes are held, at most %d were", held.Load(), most.Load())
	}
}
