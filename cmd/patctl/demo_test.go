package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve/demo"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// auditDemo audits the demonstration at a time, and returns the verdicts of requests by id,
// and of tokens.
func auditDemo(t *testing.T, d *demo.Demo, now time.Time) (requests map[int64]string, tokens []string) {
	t.Helper()
	var out, errs bytes.Buffer
	e := clitest.NewEnv(t, &out, &errs)
	e.Now = func() time.Time { return now }
	e.Dir, e.Environ = d.Configuration, d.Environ([]string{"GH_TOKEN=ghp_ofTheUser"})
	code := command.Run(context.Background(), []string{"audit", "-o", "json", "--no-cache"}, e)
	var document struct {
		Complete bool `json:"complete"`
		Subjects []struct {
			Kind    string `json:"kind"`
			ID      int64  `json:"id"`
			Verdict string `json:"verdict"`
		} `json:"subjects"`
	}
	if err := json.Unmarshal(out.Bytes(), &document); err != nil || !document.Complete || errs.Len() > 0 {
		t.Fatalf("exit code %d, %v\n%s%s", code, err, out.String(), errs.String())
	}
	requests = map[int64]string{}
	for _, s := range document.Subjects {
		if s.Kind == "request" {
			requests[s.ID] = s.Verdict
		} else {
			tokens = append(tokens, fmt.Sprint(s.ID, " ", s.Verdict))
		}
	}
	slices.Sort(tokens)
	return requests, tokens
}

// TestDemo: whenever the demonstration runs, it is the example of the documentation, and each
// delivery brings a request: one that matches, one that drifted, one without a template.
func TestDemo(t *testing.T) {
	var first []string
	for _, now := range []time.Time{
		time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), time.Date(2028, 2, 29, 23, 59, 59, 999, time.UTC), time.Date(2031, 7, 1, 0, 0, 0, 0, time.UTC),
	} {
		d, err := demo.Start(func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		want := map[int64]string{
			8101: "conforming", 8102: "conforming", 8105: "conforming", 8106: "conforming", 8107: "drifted", 8109: "drifted",
			8110: "drifted", 8111: "drifted", 8113: "undeclared", 8114: "conforming", 8115: "undeclared",
		}
		got, tokens := auditDemo(t, d, now)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", now, diff)
		}
		if first == nil {
			first = tokens
		}
		if diff := cmp.Diff(first, tokens); diff != "" || len(tokens) != 60 {
			t.Errorf("%s: %d tokens %s", now, len(tokens), diff)
		}
		d.Arrived("octodemo")
		for _, arrived := range []struct {
			id      int64
			verdict string
		}{{8103, "conforming"}, {8108, "drifted"}, {8112, "undeclared"}, {8104, "conforming"}, {9103, "conforming"}} {
			now = now.Add(time.Hour)
			d.Arrived(strings.ToUpper(demo.Organization))
			want[arrived.id] = arrived.verdict
			got, _ := auditDemo(t, d, now)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, after request %d: %s", now, arrived.id, diff)
			}
		}
	}
}

// TestDemoDelivery runs the command that the demonstration prints against the handler of
// serve, twice, since people repeat it.
func TestDemoDelivery(t *testing.T) {
	for _, program := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not here", program)
		}
	}
	now := time.Date(2028, 3, 1, 8, 30, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	d, err := demo.Start(clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	var outcomes []string
	handler, err := webhook.New(webhook.Config{
		Secrets: []credential.Secret{d.WebhookSecret}, Now: clock, Log: slog.New(slog.DiscardHandler),
		Known:   func(login string) (string, bool) { return demo.Organization, login == demo.Organization },
		Add:     func(_ context.Context, _ time.Time, login string) error { d.Arrived(login); return nil },
		Observe: func(event string, outcome webhook.Outcome) { outcomes = append(outcomes, event+" "+string(outcome)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	for range 2 {
		if out, err := exec.Command("sh", "-c", d.Command(server.URL)).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if diff := cmp.Diff([]string{"personal_access_token_request accepted", "personal_access_token_request accepted"}, outcomes); diff != "" {
		t.Error(diff)
	}
	if requests, _ := auditDemo(t, d, now); requests[8103] != "conforming" || requests[8108] != "drifted" {
		t.Errorf("requests %v", requests)
	}
}
