package format

import "time"

// Minute is a time to the minute.
func Minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// Apart says how far a time is from that of the report.
func Apart(t, report time.Time) string {
	switch d := distance(report, t); {
	case d < time.Minute:
		return "at the same time"
	case t.Before(report):
		return Span(d) + " earlier"
	default:
		return Span(d) + " later"
	}
}

// Relative returns how far a time is from now in words, as "3 days ago" or "in
// 12 days", in the largest unit that fits at least twice.
func Relative(t, now time.Time) string {
	past := t.Before(now)
	d := distance(t, now)
	if d < time.Minute {
		return "now"
	}
	if past {
		return Span(d) + " ago"
	}
	if d >= 2*day { // a part of a day that is left counts, as for the rule expires-soon
		d = (d + day - 1).Truncate(day)
	}
	return "in " + Span(d)
}

// distance is the time between two times, or farthest.
func distance(a, b time.Time) time.Duration {
	return min(max(a.Sub(b), -farthest).Abs(), farthest)
}

// Span is a time of at least a minute in words, rounded down.
func Span(d time.Duration) string {
	if d >= farthest {
		return "more than 200 years"
	}
	units := []struct {
		name  string
		size  time.Duration
		least time.Duration // from which it is used
	}{
		{"year", 365 * day, 2 * 365 * day},
		{"month", 365 * day / 12, 60 * day},
		{"day", day, 2 * day},
		{"hour", time.Hour, 2 * time.Hour},
	}
	for _, u := range units {
		if d >= u.least {
			return Count(int(d/u.size), u.name)
		}
	}
	return Count(int(d/time.Minute), "minute")
}

const (
	day = 24 * time.Hour
	// farthest is less than the longest time that Go has, so that a day can be added.
	farthest = 200 * 365 * day
)
