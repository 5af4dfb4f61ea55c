package webhook_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// FuzzStranger: without the secret nothing is looked at, whatever is sent.
func FuzzStranger(f *testing.F) {
	mutate.Add(f, "POST", "application/json", "personal_access_token_request", "sha256="+strings.Repeat("0", 64), request)
	mutate.Add(f, "POST", "application/json; charset=utf-8", "ping", webhook.Sign(newer, []byte(`{}`)), request)
	f.Fuzz(func(t *testing.T, method, kind, event, signature, body string) {
		w := newWorld(t)
		r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
		r.Method = method
		r.Header.Set("Content-Type", kind)
		r.Header.Set("X-GitHub-Event", event)
		r.Header.Set(webhook.SignatureHeader, signature)
		status := w.serve(r).Code
		if right := strings.EqualFold(signature, webhook.Sign(newer, []byte(body))); !right && (w.added != nil || status < 400) {
			t.Errorf("got %d, and %v", status, w.added)
		}
	})
}

// FuzzPayload: whatever GitHub signs, only organizations that are configured are looked at, and
// only closed sets of values reach the metrics.
func FuzzPayload(f *testing.F) {
	for _, event := range webhook.Events() {
		mutate.Add(f, event, payload("created"))
		mutate.Add(f, event, `{"action": "renamed", "organization": {"login": "octo-org"}, "changes": {"login": {"from": "octo-labs"}}}`)
	}
	f.Fuzz(func(t *testing.T, event, body string) {
		w := newWorld(t)
		w.serve(delivery(event, body))
		for _, organization := range w.added {
			if organization != "octo-org" && organization != "Octo-Labs" {
				t.Errorf("a look at %q", organization)
			}
		}
		if len(w.observed) != 1 {
			t.Fatalf("observed %v", w.observed)
		}
		name, outcome, _ := strings.Cut(w.observed[0], " ")
		if !slices.Contains(webhook.Events(), name) || !slices.Contains(webhook.Outcomes(), webhook.Outcome(outcome)) {
			t.Errorf("observed %v", w.observed)
		}
	})
}

func BenchmarkDelivery(b *testing.B) {
	w := newWorld(b)
	body := payload("created")
	signature := webhook.Sign(newer, []byte(body))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodPost, "/webhook", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-GitHub-Event", "personal_access_token_request")
		r.Header.Set(webhook.SignatureHeader, signature)
		if status := w.serve(r).Code; status != 202 {
			b.Fatal(status)
		}
		w.added, w.at, w.observed = w.added[:0], w.at[:0], w.observed[:0]
		w.log.Reset()
	}
}
