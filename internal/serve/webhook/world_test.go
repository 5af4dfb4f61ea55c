package webhook_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/webhook"
)

var (
	older = credential.NewSecret("the secret of last year")
	newer = credential.NewSecret("the secret of this year")
)

// world is what a handler works with, and what it did.
type world struct {
	*webhook.Handler
	now     time.Time
	addFail error
	addTime time.Duration // only in a bubble

	mu       sync.Mutex
	added    []string
	at       []time.Time
	observed []string
	log      bytes.Buffer
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{now: time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)}
	handler, err := webhook.New(webhook.Config{
		Secrets: []credential.Secret{newer, older},
		Known: func(login string) (string, bool) {
			configured := []string{"octo-org", "Octo-Labs"}
			i := slices.IndexFunc(configured, func(c string) bool { return strings.EqualFold(c, login) })
			if i < 0 {
				return "", false
			}
			return configured[i], true
		},
		Add: func(ctx context.Context, at time.Time, organization string) error {
			if w.addTime > 0 {
				time.Sleep(w.addTime)
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			w.added, w.at = append(w.added, organization), append(w.at, at)
			return cmp.Or(ctx.Err(), w.addFail)
		},
		Now: func() time.Time { return w.now },
		Observe: func(event string, o webhook.Outcome) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.observed = append(w.observed, event+" "+string(o))
		},
		Log: slog.New(slog.NewTextHandler(&w.log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.Handler = handler
	return w
}

// recorder is a response that can be given a deadline for reading.
type recorder struct {
	*httptest.ResponseRecorder
	deadlines []time.Time
}

func (r *recorder) SetReadDeadline(at time.Time) error {
	r.deadlines = append(r.deadlines, at)
	return nil
}

func newRecorder() *recorder { return &recorder{ResponseRecorder: httptest.NewRecorder()} }

// delivery returns a delivery that is right.
func delivery(event, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Delivery", "0b989ba4-242f-11e5-81e1-c7b6966d2516")
	r.Header.Set(webhook.SignatureHeader, webhook.Sign(newer, []byte(body)))
	return r
}

func (w *world) serve(r *http.Request) *recorder {
	response := newRecorder()
	w.ServeHTTP(response, r)
	return response
}

// broken is a body that ends with an error.
type broken struct {
	io.Reader
	err error
}

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if errors.Is(err, io.EOF) {
		err = b.err
	}
	return n, err
}
