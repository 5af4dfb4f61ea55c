package metrics

import (
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// current collects what is asked for at each scrape. Organizations that are not configured any
// more are gone with the next one.
type current struct {
	organizations func() []status.Organization
	depth         func() queue.Depth
}

func description(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

// What is collected.
var (
	queueDepth  = description("queue_depth", "Looks that wait, run in this process, or wait for their next attempt.", "state")
	queueOldest = description("queue_oldest_seconds", "How long the oldest look that is due has been waiting.")

	lastComplete = description("organization_last_complete_timestamp_seconds",
		"When the last look at the organization ended in which everything was read. Zero if none did.", "organization")
	failures = description("organization_failures", "Looks at the organization in a row that failed or were incomplete.", "organization")
	pending  = description("organization_pending", "Pending requests by verdict.", "organization", "verdict")
	tokens   = description("organization_tokens", "Active tokens by verdict.", "organization", "verdict")
)

// Describe sends what is collected.
func (*current) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{queueDepth, queueOldest, lastComplete, failures, pending, tokens} {
		to <- d
	}
}

// Collect sends the values of now.
func (c *current) Collect(to chan<- prometheus.Metric) {
	send := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	depth := c.depth()
	send(queueDepth, float64(depth.Waiting), "waiting")
	send(queueDepth, float64(depth.Running), "running")
	send(queueDepth, float64(depth.Delayed), "delayed")
	send(queueOldest, depth.Oldest.Seconds())

	seen := map[string]bool{}
	for _, o := range c.organizations() {
		login := strings.ToValidUTF8(o.Login, "\uFFFD")
		if seen[login] {
			continue // two of the same would fail the scrape
		}
		seen[login] = true
		if o.CompleteAt.IsZero() {
			send(lastComplete, 0, login)
		} else {
			send(lastComplete, seconds(o.CompleteAt), login)
		}
		send(failures, float64(o.Failures), login)
		count := map[string]int{}
		for _, r := range o.Requests {
			count[oneOf(verdicts, string(r.Verdict))]++
		}
		for _, verdict := range append(verdicts[:len(verdicts):len(verdicts)], other) {
			if n := count[verdict]; n > 0 || verdict != other {
				send(pending, float64(n), login, verdict)
			}
		}
		send(tokens, float64(o.Tokens.Conforming), login, "conforming")
		send(tokens, float64(o.Tokens.Drifted), login, "drifted")
		send(tokens, float64(o.Tokens.Undeclared), login, "undeclared")
		send(tokens, float64(o.Tokens.Excepted), login, "excepted")
	}
}
