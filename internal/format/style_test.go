package format_test

import (
	"testing"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
)

func TestRelative(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "now", 59 * time.Second: "now", -59 * time.Second: "now",
		time.Minute: "in 1 minute", -90 * time.Minute: "90 minutes ago", 2 * time.Hour: "in 2 hours",
		47 * time.Hour: "in 47 hours", -48 * time.Hour: "2 days ago", 59 * day: "in 59 days", 18*day + time.Hour: "in 19 days", -18*day - 23*time.Hour: "18 days ago", 61 * day: "in 2 months",
		-729 * day: "23 months ago", 730 * day: "in 2 years", -3660 * day: "10 years ago",
	} {
		if got := format.Relative(formattest.Time.Add(d), formattest.Time); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

// TestRelativeFarAway: Go's durations end after 292 years, and GitHub's years do not.
func TestRelativeFarAway(t *testing.T) {
	for at, want := range map[time.Time]string{
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC): "in more than 200 years",
		time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC):         "more than 200 years ago",
		formattest.Time.AddDate(292, 0, 0):               "in more than 200 years",
		formattest.Time.AddDate(199, 0, 0):               "in 199 years",
	} {
		if got := format.Relative(at, formattest.Time); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}
