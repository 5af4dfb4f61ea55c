package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

const requestEvent = "personal_access_token_request"

// hooked is a World whose App has a webhook in order, changed by change.
func hooked(change func(*githubtest.App)) githubtest.World {
	app := &githubtest.App{
		Events: []string{"push", requestEvent}, Hook: &githubtest.Hook{URL: "https://patctl.example.com/webhook"}, Deliveries: []githubtest.Delivery{{}},
	}
	if change != nil {
		change(app)
	}
	return githubtest.World{App: app, Organizations: []githubtest.Organization{{Login: "octo-org"}}}
}

func status(code int) *int { return &code }

// states are the results of checks: "webhook ok".
func states(checks []api.Check) string {
	var out []string
	for _, c := range checks {
		out = append(out, c.Name+" "+string(c.Status))
	}
	return strings.Join(out, ", ")
}

func TestWebhookInOrder(t *testing.T) {
	want := []api.Check{
		{Name: "webhook", Status: api.CheckOK, Detail: "GitHub sends deliveries to https://patctl.example.com/webhook. The content type is JSON, certificates are verified, and a secret is set."},
		{Name: "events", Status: api.CheckOK, Detail: "The App is subscribed to the event personal_access_token_request."},
		{Name: "deliveries", Status: api.CheckOK, Detail: "GitHub has 1 delivery of the App's webhook: 1 is for personal_access_token_request. All of them arrived, the last one at 2026-11-22 11:59:00 UTC."},
	}
	got := newRig(t, hooked(nil), setup{}).client.DiagnoseWebhook(t.Context())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("checks (-want +got):\n%s", diff)
	}
}

// TestWebhookProblems: each mistake is found, and what may be a credential is not shown.
func TestWebhookProblems(t *testing.T) {
	const fine = "webhook ok, events ok, deliveries ok"
	const hook = "webhook problem, events ok, deliveries ok"
	for name, test := range map[string]struct {
		change func(*githubtest.App)
		want   string
		say    string
	}{
		"none":        {func(a *githubtest.App) { a.Hook = nil }, hook, "GitHub answered 404: the App has no webhook."},
		"no URL":      {func(a *githubtest.App) { a.Hook.URL = "" }, hook, "The webhook has no URL."},
		"no address":  {func(a *githubtest.App) { a.Hook.URL = "patctl" }, hook, "The webhook URL is not valid."},
		"plain HTTP":  {func(a *githubtest.App) { a.Hook.URL = "http://patctl.example.com/webhook" }, hook, "does not begin with https://"},
		"form":        {func(a *githubtest.App) { a.Hook.ContentType = "form" }, hook, "The content type is not JSON"},
		"insecure":    {func(a *githubtest.App) { a.Hook.InsecureSSL = "1" }, hook, "GitHub does not verify the certificate"},
		"insecure, 1": {func(a *githubtest.App) { a.Hook.InsecureSSL = 1 }, hook, "GitHub does not verify the certificate"},
		"secure, 0":   {func(a *githubtest.App) { a.Hook.InsecureSSL = 0 }, fine, "certificates are verified"},
		"no secret":   {func(a *githubtest.App) { a.Hook.NoSecret = true }, hook, "The webhook has no secret"},
		"credentials": {func(a *githubtest.App) {
			a.Hook.URL = "https://mona:hunter2@patctl.example.com/webhook?key=hunter2#hunter2"
		}, fine, "https://patctl.example.com/webhook (user, password, and query are not shown)"},
		"no event":    {func(a *githubtest.App) { a.Events = nil }, "webhook ok, events problem, deliveries ok", "The App is not subscribed to the event"},
		"none failed": {func(a *githubtest.App) { a.Deliveries = nil }, "webhook ok, events ok, deliveries skipped", "GitHub has no delivery of the App's webhook. doctor cannot tell"},
		"others only": {func(a *githubtest.App) {
			a.Deliveries = []githubtest.Delivery{{Event: "push", StatusCode: status(500)}}
		}, "webhook ok, events ok, deliveries skipped", "none is for"},
		"failed":       {func(a *githubtest.App) { a.Deliveries = []githubtest.Delivery{{}, {StatusCode: status(503)}} }, "webhook ok, events ok, deliveries problem", "2 are for personal_access_token_request. Not delivered: 8999999 at 2026-11-22 11:58:00 UTC (status 503)."},
		"unauthorized": {func(a *githubtest.App) { a.Deliveries = []githubtest.Delivery{{StatusCode: status(302)}} }, "webhook ok, events ok, deliveries problem", "(status 302)"},
		"no response":  {func(a *githubtest.App) { a.Deliveries = []githubtest.Delivery{{StatusCode: status(0)}} }, "webhook ok, events ok, deliveries problem", "(failed to connect to host)"},
	} {
		got := newRig(t, hooked(test.change), setup{}).client.DiagnoseWebhook(t.Context())
		if states(got) != test.want {
			t.Errorf("%s: %s, want %s", name, states(got), test.want)
		}
		if text := fmt.Sprint(got); !strings.Contains(text, test.say) || strings.Contains(text, "hunter2") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// TestRedelivery: an event that arrived at a later attempt is no problem, and one that failed
// again is named once.
func TestRedelivery(t *testing.T) {
	now := githubtest.DefaultNow
	at := func(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }
	w := hooked(func(a *githubtest.App) {
		a.Deliveries = []githubtest.Delivery{
			{ID: 6, GUID: "c", DeliveredAt: at(1), StatusCode: status(500), Redelivery: true}, // it had arrived before
			{ID: 5, GUID: "b", DeliveredAt: at(2), StatusCode: status(502), Redelivery: true},
			{ID: 4, GUID: "a", DeliveredAt: at(3), Redelivery: true},
			{ID: 3, GUID: "c", DeliveredAt: at(4)},
			{ID: 2, GUID: "b", DeliveredAt: at(5), StatusCode: status(503)},
			{ID: 1, GUID: "a", DeliveredAt: at(6), StatusCode: status(503)},
		}
	})
	got := newRig(t, w, setup{}).client.DiagnoseWebhook(t.Context())[2]
	if want := "Not delivered: 5 at 2026-11-22 11:58:00 UTC (status 502). "; got.Status != api.CheckProblem || !strings.Contains(got.Detail, want) {
		t.Errorf("%+v", got)
	}
}

// TestManyDeliveries: what was looked at is said, and failures are named up to a bound.
func TestManyDeliveries(t *testing.T) {
	w := hooked(func(a *githubtest.App) {
		a.Deliveries = nil
		for range 250 {
			a.Deliveries = append(a.Deliveries, githubtest.Delivery{StatusCode: status(503)})
		}
	})
	got := newRig(t, w, setup{}).client.DiagnoseWebhook(t.Context())[2]
	for _, want := range []string{"patctl read the last 100 deliveries of the App's webhook, back to 2026-11-22 10:20:00 UTC: 100 are for", ", and 97 more. "} {
		if !strings.Contains(got.Detail, want) {
			t.Errorf("the check lacks %q: %s", want, got.Detail)
		}
	}
}

// TestWebhookTrouble: what cannot be read is a problem, and never in order.
func TestWebhookTrouble(t *testing.T) {
	for path, want := range map[string]string{
		"/app/hook/config": "webhook problem, events ok, deliveries ok", "/app": "webhook ok, events problem, deliveries ok",
		"/app/hook/deliveries": "webhook ok, events ok, deliveries problem",
	} {
		for name, fault := range map[string]githubtest.Fault{
			"500": {Do: githubtest.FaultStatus, Status: http.StatusInternalServerError}, "cut": {Do: githubtest.FaultCut}, "reset": {Do: githubtest.FaultReset},
		} {
			fault.Path = path
			w := hooked(nil)
			w.Faults = []githubtest.Fault{fault}
			if got := states(newRig(t, w, setup{}).client.DiagnoseWebhook(t.Context())); got != want {
				t.Errorf("%s of %s: %s, want %s", name, path, got, want)
			}
		}
	}
}

func TestWebhookOfAToken(t *testing.T) {
	r := newRig(t, githubtest.World{Credentials: []githubtest.Credential{{Token: "ghu_x", Kind: githubtest.AppUserToken}}}, setup{getenv: map[string]string{"GH_TOKEN": "ghu_x"}})
	got := r.client.DiagnoseWebhook(t.Context())
	if states(got) != "webhook skipped" || !strings.HasPrefix(got[0].Detail, "Only a GitHub App has a webhook") {
		t.Errorf("%+v", got)
	}
	if calls := r.server.Calls(); len(calls) > 0 {
		t.Errorf("calls %+v", calls)
	}
}
