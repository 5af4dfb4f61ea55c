package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The deliveries that are looked at: GitHub's largest page, which holds the newest.
const (
	deliveriesRead = 100
	maxFailures    = 3 // that are named
)

// delivery is one that the App's webhook made.
//
// https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
type delivery struct {
	ID          int64     `json:"id"`
	GUID        string    `json:"guid"` // the same for all attempts to deliver an event
	DeliveredAt time.Time `json:"delivered_at"`
	Status      string    `json:"status"`
	StatusCode  int       `json:"status_code"`
	Event       string    `json:"event"`
}

func (d *delivery) arrived() bool { return d.StatusCode/100 == 2 }

func (c *Client) checkDeliveries(ctx context.Context) Check {
	var all []delivery
	if err := c.readApp(ctx, fmt.Sprintf("app/hook/deliveries?per_page=%d", deliveriesRead), &all); err != nil {
		return Check{"deliveries", "", CheckProblem, c.explain(err, reading{})}
	}
	latest := latestAttempts(all)
	about := scope(all, len(latest))
	if len(latest) == 0 {
		return Check{"deliveries", "", CheckSkipped, about + `. doctor cannot tell whether deliveries arrive. GitHub keeps them for 3 days. If someone requested a token since then, check that "Active" is selected under "Webhook" in the settings of the App.`}
	}
	failed := slices.DeleteFunc(slices.Clone(latest), func(d delivery) bool { return d.arrived() })
	if len(failed) == 0 {
		return Check{"deliveries", "", CheckOK, fmt.Sprintf("%s. All of them arrived, the last one at %s.", about, moment(latest[0].DeliveredAt))}
	}
	return Check{"deliveries", "", CheckProblem, fmt.Sprintf("%s. Not delivered: %s. "+
		"The next sweep of patctl serve finds these requests anyway. Check that the webhook URL leads to patctl serve, and that both have the same secret. "+
		`To deliver again, open "Advanced" in the settings of the App, and select "Redeliver" for each of them.`, about, named(failed))}
}

// latestAttempts are the deliveries of the event, the newest first. Of an event that was
// delivered again, it is the attempt that arrived, or the newest one.
func latestAttempts(all []delivery) []delivery {
	var out []delivery
	place := map[string]int{}
	for _, d := range all {
		if d.Event != requestEvent {
			continue
		}
		i, before := place[d.GUID]
		switch {
		case !before || d.GUID == "":
			place[d.GUID] = len(out)
			out = append(out, d)
		case d.arrived() && !out[i].arrived(), d.arrived() == out[i].arrived() && d.DeliveredAt.After(out[i].DeliveredAt):
			out[i] = d
		}
	}
	slices.SortStableFunc(out, func(a, b delivery) int { return b.DeliveredAt.Compare(a.DeliveredAt) })
	return out
}

// scope says which deliveries were looked at, and how many of them count.
func scope(all []delivery, n int) string {
	if len(all) == 0 {
		return "GitHub has no delivery of the App's webhook"
	}
	text := "GitHub has 1 delivery of the App's webhook"
	if len(all) > 1 {
		text = fmt.Sprintf("GitHub has %d deliveries of the App's webhook", len(all))
	}
	if len(all) >= deliveriesRead {
		oldest := slices.MinFunc(all, func(a, b delivery) int { return a.DeliveredAt.Compare(b.DeliveredAt) })
		text = fmt.Sprintf("patctl read the last %d deliveries of the App's webhook, back to %s", len(all), moment(oldest.DeliveredAt))
	}
	count := fmt.Sprintf("%d are", n)
	switch n {
	case 0:
		count = "none is"
	case 1:
		count = "1 is"
	}
	return text + ": " + count + " for " + requestEvent
}

// named are deliveries with their outcomes.
func named(failed []delivery) string {
	var out []string
	for _, d := range failed[:min(len(failed), maxFailures)] {
		out = append(out, fmt.Sprintf("%d at %s (%s)", d.ID, moment(d.DeliveredAt), d.outcome()))
	}
	text := strings.Join(out, ", ")
	if more := len(failed) - len(out); more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

// outcome is the status, or why there is none. The text comes from GitHub.
func (d *delivery) outcome() string {
	if d.StatusCode != 0 {
		return fmt.Sprintf("status %d", d.StatusCode)
	}
	if text := []rune(strings.TrimSpace(d.Status)); len(text) > 0 {
		return string(text[:min(len(text), 80)])
	}
	return "no response"
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
