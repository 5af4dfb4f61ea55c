package report

import "time"

// htmlMoment is a time to the minute.
func htmlMoment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// apart says how far a time is from that of the report.
func apart(t, report time.Time) string {
	switch d := distance(report, t); {
	case d < time.Minute:
		return "at the same time"
	case t.Before(report):
		return span(d) + " earlier"
	default:
		return span(d) + " later"
	}
}
