package metrics

import (
	"slices"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// LookResult is what a look at an organization came to.
type LookResult string

// The results of a look.
const (
	Complete   LookResult = "complete"   // everything was read
	Incomplete LookResult = "incomplete" // a part could not be read
	Failed     LookResult = "failed"     // nothing is known
)

// NotificationResult is what a message to a target came to.
type NotificationResult = notify.Result

// The results of a message.
const (
	Sent    = notify.ResultSent
	Retried = notify.ResultRetried
	Dropped = notify.ResultDropped
)

// other is the value of a label for what is in none of the sets.
const other = "other"

// The sets of the values of labels.
var (
	events              = webhook.Events()
	outcomes            = texts(webhook.Outcomes()...)
	lookResults         = texts(Complete, Incomplete, Failed)
	actions             = texts(pat.Approve, pat.Deny, pat.Revoke)
	kinds               = texts(notify.Slack, notify.Teams, notify.Issue, notify.Webhook)
	notificationResults = texts(Sent, Retried, Dropped)
	verdicts            = texts(pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted)
	results             = texts(apply.Done, apply.Changed, apply.Gone, apply.Refused, apply.Unsent, apply.NoEffect, apply.Differs,
		apply.Unread, apply.Unknown, apply.Settled)
)

func texts[S ~string](values ...S) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

func oneOf(set []string, value string) string {
	if slices.Contains(set, value) {
		return value
	}
	return other
}

// begin makes the counters whose first increase is worth an alert. Prometheus sees no increase
// of a counter that was not there before.
func (m *Metrics) begin() {
	for _, o := range webhook.Outcomes() {
		if o.Refused() {
			m.deliveries.WithLabelValues(webhook.Unverified, string(o))
		}
	}
	for _, o := range []webhook.Outcome{webhook.Accepted, webhook.Malformed, webhook.Failed} {
		m.deliveries.WithLabelValues("personal_access_token_request", string(o))
	}
	for _, result := range lookResults {
		m.looks.WithLabelValues(result)
	}
	for _, action := range actions {
		for _, result := range results {
			m.reviews.WithLabelValues(action, result)
		}
	}
	for _, kind := range kinds {
		for _, result := range notificationResults {
			m.notifications.WithLabelValues(kind, result)
		}
	}
}
