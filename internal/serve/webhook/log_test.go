package webhook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/webhook"
)

// TestLine: what a line says of a delivery, and what it never does.
func TestLine(t *testing.T) {
	w := newWorld(t)
	body := `{"action": "created\u202e", "organization": {"login": "octo-org"}, "personal_access_token_request": {"token_name": "nightly export"}}`
	r := delivery("personal_access_token_request", body)
	r.Header.Set("X-GitHub-Delivery", strings.Repeat("\x1b[31m7", 100))
	w.serve(r)
	line := w.log.String()
	for _, want := range []string{"level=INFO", "event=personal_access_token_request", `created\u202e`, "organization=octo-org", "outcome=accepted"} {
		if !strings.Contains(line, want) {
			t.Errorf("the line has no %s: %s", want, line)
		}
	}
	for _, never := range []string{"nightly export", "\x1b", "\u202e", webhook.Sign(newer, []byte(body))[7:], "secret"} {
		if strings.Contains(line, never) {
			t.Errorf("the line has %q: %q", never, line)
		}
	}
	if len(line) > 500 {
		t.Errorf("the line has %d bytes: %s", len(line), line)
	}
}

// TestLinesOfStrangers: they cannot fill the disk, and the next line says how many are missing.
func TestLinesOfStrangers(t *testing.T) {
	w := newWorld(t)
	stranger := func() {
		r := delivery("ping", `{}`)
		r.Header.Del(webhook.SignatureHeader)
		w.serve(r)
	}
	for range 1000 {
		stranger()
	}
	if got := strings.Count(w.log.String(), "\n"); got != 60 {
		t.Errorf("%d lines", got)
	}
	w.serve(delivery("ping", `{}`))
	if got := strings.Count(w.log.String(), "outcome=pong"); got != 1 {
		t.Errorf("a delivery of GitHub has %d lines", got)
	}
	w.log.Reset()
	w.now = w.now.Add(time.Minute)
	stranger()
	if !strings.Contains(w.log.String(), "unlogged=940") {
		t.Errorf("the next line: %s", &w.log)
	}
	if len(w.observed) != 1002 {
		t.Errorf("%d deliveries are counted", len(w.observed))
	}
}
