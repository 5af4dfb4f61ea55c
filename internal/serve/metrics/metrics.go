// Package metrics gives Prometheus figures about a server. They have a registry of their own,
// and the values of all labels are from closed sets: words of patctl, and organizations that
// are configured.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
	"github.com/patctl/patctl/internal/serve/webhook"
)

const namespace = "patctl"

// Config is what is asked for at each scrape, and what does not change.
type Config struct {
	Version string
	// Organizations returns those that are configured, also those that were not looked at
	// yet.
	Organizations func() []status.Organization
	Depth         func() queue.Depth
}

// Metrics counts what a server does.
type Metrics struct {
	registry      *prometheus.Registry
	deliveries    *prometheus.CounterVec
	looks         *prometheus.CounterVec
	reviews       *prometheus.CounterVec
	notifications *prometheus.CounterVec
	calls         prometheus.Counter
	look          prometheus.Histogram
	decision      prometheus.Histogram
	reloaded      prometheus.Gauge
	reloadedAt    prometheus.Gauge
}

// The bounds of the histograms, in seconds. A decision is meant to take less than five.
var (
	lookBuckets     = []float64{0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300}
	decisionBuckets = []float64{0.5, 1, 2, 3, 5, 10, 30, 60, 300}
)

// New returns metrics in which nothing was counted yet.
func New(c Config) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),

		deliveries:    counters("deliveries_total", "Webhook deliveries by event and outcome.", "event", "outcome"),
		looks:         counters("looks_total", "Looks at organizations by result.", "result"),
		reviews:       counters("reviews_total", "Reviews that were asked for, by action and result.", "action", "result"),
		notifications: counters("notifications_total", "Notifications by kind of target and result.", "kind", "result"),
		calls:         prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: "github_calls_total", Help: "Calls to GitHub made by looks."}),

		look:     histogram("look_seconds", "How long looks at organizations took.", lookBuckets),
		decision: histogram("decision_seconds", "Time from a webhook delivery to the end of the look that it led to.", decisionBuckets),

		reloaded:   gauge("config_last_reload_successful", "Whether the configuration was valid when it was last loaded."),
		reloadedAt: gauge("config_last_reload_timestamp_seconds", "When a valid configuration was last loaded."),
	}
	build := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "The version of patctl. The value is always 1.",
		ConstLabels: prometheus.Labels{"version": c.Version},
	}, func() float64 { return 1 })
	m.registry.MustRegister(m.deliveries, m.looks, m.reviews, m.notifications, m.calls, m.look, m.decision, m.reloaded, m.reloadedAt, build,
		&current{organizations: c.Organizations, depth: c.Depth},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.begin()
	return m
}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func gauge(name, help string) prometheus.Gauge {
	return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help})
}

func histogram(name, help string, buckets []float64) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
}

// Handler answers scrapes. Access is for the caller to limit: the answer names organizations.
func (m *Metrics) Handler() http.Handler {
	// A part that cannot be collected fails the scrape, since an alert must not miss it.
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling: promhttp.HTTPErrorOnError, MaxRequestsInFlight: 4, Timeout: 10 * time.Second,
	})
}

// Delivery counts a webhook delivery. It can observe a webhook.Handler.
func (m *Metrics) Delivery(event string, outcome webhook.Outcome) {
	m.deliveries.WithLabelValues(oneOf(events, event), oneOf(outcomes, string(outcome))).Inc()
}

// Look counts a look at an organization that took a time, and its calls to GitHub.
func (m *Metrics) Look(result LookResult, took time.Duration, calls int) {
	m.looks.WithLabelValues(oneOf(lookResults, string(result))).Inc()
	m.look.Observe(took.Seconds())
	m.calls.Add(float64(max(calls, 0)))
}

// Decision counts how long it took from the delivery to the end of the look.
func (m *Metrics) Decision(took time.Duration) { m.decision.Observe(max(took, 0).Seconds()) }

// Review counts a review that was asked for.
func (m *Metrics) Review(action pat.ReviewAction, result apply.Result) {
	m.reviews.WithLabelValues(oneOf(actions, string(action)), oneOf(results, string(result))).Inc()
}

// Notification counts a message to a target.
func (m *Metrics) Notification(kind notify.Kind, result NotificationResult) {
	m.notifications.WithLabelValues(oneOf(kinds, string(kind)), oneOf(notificationResults, string(result))).Inc()
}

// Reloaded tells whether the configuration was valid when it was loaded, at the start and later.
func (m *Metrics) Reloaded(ok bool, at time.Time) {
	if !ok {
		m.reloaded.Set(0)
		return
	}
	m.reloaded.Set(1)
	m.reloadedAt.Set(seconds(at))
}

func seconds(at time.Time) float64 { return float64(at.UnixMilli()) / 1000 }
