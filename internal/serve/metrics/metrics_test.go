package metrics_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
	"github.com/patctl/patctl/internal/serve/webhook"
)

var now = time.Date(2026, 11, 29, 12, 0, 0, 500e6, time.UTC)

func newMetrics(organizations ...status.Organization) *metrics.Metrics {
	return metrics.New(metrics.Config{
		Version:       "1.2.3",
		Organizations: func() []status.Organization { return organizations },
		Depth: func() queue.Depth {
			return queue.Depth{Waiting: 3, Running: 2, Delayed: 1, Oldest: 1500 * time.Millisecond}
		},
	})
}

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	response := httptest.NewRecorder()
	m.Handler().ServeHTTP(response, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if response.Code != http.StatusOK {
		t.Fatalf("got %d: %s", response.Code, response.Body)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lines returns the lines of a scrape about some metrics that are not zero.
func lines(text string, names ...string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for _, name := range names {
			if strings.HasPrefix(line, "patctl_"+name) && !strings.HasSuffix(line, " 0\n") {
				b.WriteString(line)
			}
		}
	}
	return b.String()
}

var octo = status.Organization{
	Login: "octo-org", CompleteAt: now, Failures: 2,
	Requests: []status.Request{{Verdict: pat.Undeclared}, {Verdict: pat.Undeclared}, {Verdict: pat.Conforming}, {Verdict: "odd\n"}},
	Tokens:   status.Tokens{Conforming: 40, Drifted: 2, Undeclared: 1, Excepted: 4},
}

// TestScrape: what was counted is what is shown.
func TestScrape(t *testing.T) {
	m := newMetrics(octo, status.Organization{Login: "octo-labs"}, octo)
	m.Delivery("personal_access_token_request", webhook.Accepted)
	m.Delivery("personal_access_token_request", webhook.Accepted)
	m.Delivery(webhook.Unverified, webhook.Unsigned)
	m.Look(metrics.Complete, 2*time.Second, 12)
	m.Look(metrics.Failed, 40*time.Second, 3)
	m.Decision(2500 * time.Millisecond)
	m.Review(pat.Deny, apply.Done)
	m.Notification(notify.Slack, metrics.Sent)
	m.Notification(notify.Teams, metrics.Dropped)
	m.Reloaded(true, now)
	m.Reloaded(false, now.Add(time.Hour))
	got := lines(scrape(t, m), "build", "config", "deliveries", "github", "looks", "notifications", "organization", "queue", "reviews",
		"decision_seconds_bucket", "decision_seconds_count", "look_seconds_sum")
	want := `patctl_build_info{version="1.2.3"} 1
patctl_config_last_reload_timestamp_seconds 1.7959536005e+09
patctl_decision_seconds_bucket{le="3"} 1
patctl_decision_seconds_bucket{le="5"} 1
patctl_decision_seconds_bucket{le="10"} 1
patctl_decision_seconds_bucket{le="30"} 1
patctl_decision_seconds_bucket{le="60"} 1
patctl_decision_seconds_bucket{le="300"} 1
patctl_decision_seconds_bucket{le="+Inf"} 1
patctl_decision_seconds_count 1
patctl_deliveries_total{event="personal_access_token_request",outcome="accepted"} 2
patctl_deliveries_total{event="unverified",outcome="unsigned"} 1
patctl_github_calls_total 15
patctl_look_seconds_sum 42
patctl_looks_total{result="complete"} 1
patctl_looks_total{result="failed"} 1
patctl_notifications_total{kind="slack",result="sent"} 1
patctl_notifications_total{kind="teams",result="dropped"} 1
patctl_organization_failures{organization="octo-org"} 2
patctl_organization_last_complete_timestamp_seconds{organization="octo-org"} 1.7959536005e+09
patctl_organization_pending{organization="octo-org",verdict="conforming"} 1
patctl_organization_pending{organization="octo-org",verdict="other"} 1
patctl_organization_pending{organization="octo-org",verdict="undeclared"} 2
patctl_organization_tokens{organization="octo-org",verdict="conforming"} 40
patctl_organization_tokens{organization="octo-org",verdict="drifted"} 2
patctl_organization_tokens{organization="octo-org",verdict="excepted"} 4
patctl_organization_tokens{organization="octo-org",verdict="undeclared"} 1
patctl_queue_depth{state="delayed"} 1
patctl_queue_depth{state="running"} 2
patctl_queue_depth{state="waiting"} 3
patctl_queue_oldest_seconds 1.5
patctl_reviews_total{action="deny",result="done"} 1
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metrics (-want +got):\n%s", diff)
	}
}

// TestZeros: what an alert compares is there before it is first counted, and for organizations
// that were never read completely.
func TestZeros(t *testing.T) {
	text := scrape(t, newMetrics(status.Organization{Login: "octo-labs"}))
	for _, want := range []string{
		`patctl_deliveries_total{event="unverified",outcome="unsigned"} 0`,
		`patctl_deliveries_total{event="personal_access_token_request",outcome="failed"} 0`,
		`patctl_notifications_total{kind="issue",result="dropped"} 0`,
		`patctl_reviews_total{action="revoke",result="unknown"} 0`,
		`patctl_looks_total{result="incomplete"} 0`,
		`patctl_organization_last_complete_timestamp_seconds{organization="octo-labs"} 0`,
		`patctl_organization_pending{organization="octo-labs",verdict="undeclared"} 0`,
		`patctl_config_last_reload_successful 0`,
		`go_goroutines `,
		`process_start_time_seconds `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the scrape has no %s", want)
		}
	}
}

// TestOrganizationsEnd: one that is not configured any more is gone with the next scrape.
func TestOrganizationsEnd(t *testing.T) {
	all := []status.Organization{octo, {Login: "octo-labs"}}
	m := metrics.New(metrics.Config{Organizations: func() []status.Organization { return all }, Depth: func() queue.Depth { return queue.Depth{} }})
	if text := scrape(t, m); !strings.Contains(text, "octo-org") || !strings.Contains(text, "octo-labs") {
		t.Errorf("an organization is missing:\n%s", lines(text, "organization"))
	}
	all = all[1:]
	if text := scrape(t, m); strings.Contains(text, "octo-org") || !strings.Contains(text, "octo-labs") {
		t.Errorf("afterwards:\n%s", lines(text, "organization"))
	}
}

// TestLabelsAreClosed: whatever is counted, no new value of a label comes into being.
func TestLabelsAreClosed(t *testing.T) {
	m := newMetrics()
	before := strings.Count(scrape(t, m), "\n")
	for _, word := range []string{"a", "b", "c\xff\n"} {
		m.Delivery(word, webhook.Outcome(word))
		m.Look(metrics.LookResult(word), 0, -1)
		m.Review(pat.ReviewAction(word), apply.Result(word))
		m.Notification(notify.Kind(word), metrics.NotificationResult(word))
	}
	text := scrape(t, m)
	if got := strings.Count(text, "\n"); got != before+4 {
		t.Errorf("%d lines are new:\n%s", got-before, lines(text, "deliveries", "looks", "reviews", "notifications"))
	}
}

// TestLint holds names and help against Prometheus' own rules.
func TestLint(t *testing.T) {
	problems, err := promlint.New(strings.NewReader(ours(scrape(t, newMetrics(octo))))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// ours is a scrape without what client_golang collects.
func ours(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, "patctl_") {
			b.WriteString(line)
		}
	}
	return b.String()
}
