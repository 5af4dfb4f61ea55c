package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/report"
)

func TestRelative(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "now", 59 * time.Second: "now", -59 * time.Second: "now",
		time.Minute: "in 1 minute", -90 * time.Minute: "90 minutes ago", 2 * time.Hour: "in 2 hours",
		47 * time.Hour: "in 47 hours", -48 * time.Hour: "2 days ago", 59 * day: "in 59 days", 18*day + time.Hour: "in 19 days", -18*day - 23*time.Hour: "18 days ago", 61 * day: "in 2 months",
		-729 * day: "23 months ago", 730 * day: "in 2 years", -3660 * day: "10 years ago",
	} {
		if got := report.Relative(auditTime.Add(d), auditTime); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
}

// TestRelativeFarAway: Go's durations end after 292 years, and GitHub's years do not.
func TestRelativeFarAway(t *testing.T) {
	for at, want := range map[time.Time]string{
		time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC): "in more than 200 years",
		time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC):         "more than 200 years ago",
		auditTime.AddDate(292, 0, 0):                     "in more than 200 years",
		auditTime.AddDate(199, 0, 0):                     "in 199 years",
	} {
		if got := report.Relative(at, auditTime); got != want {
			t.Errorf("%s: %q, want %q", at, got, want)
		}
	}
}

// TestStyleOnTerminal: what a terminal gets beside what a pipe gets.
func TestStyleOnTerminal(t *testing.T) {
	d := report.NewAuditDocument(auditOf("=1|\x1b]8;;https://example.com\x1b\\"))
	format, err := report.AuditFormatNamed("text")
	if err != nil {
		t.Fatal(err)
	}
	out := string(format.Render(d, report.Style{Links: true, Width: 40, Now: auditTime.AddDate(0, 0, 1)}))
	for _, want := range []string{
		"  Link that matches the template: \x1b]8;;" + linkStart + "?name=release-api&contents=write\x1b\\" + linkStart + "?name=release-api&contents=write\x1b]8;;\x1b\\\n",
		"\x1b]8;;https://github.com/patctl/patctl/blob/main/docs/rules.md#unused-token\x1b\\unused-token\x1b]8;;\x1b\\: ",
		"lapses soon, after 2026-12-01 (in 8 days): ",
		"  tokens: 6 total, 2 conforming, 1 drifted, 2 undeclared, 1 excepted\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%q", want, out)
		}
	}
	if n := strings.Count(out, "\x1b"); n != 4*strings.Count(out, "\x1b]8;;https://github.com/") {
		t.Errorf("%d escape characters in\n%q", n, out)
	}
}

// TestStyleKeepsMachinesFormats: no format but text heeds the style.
func TestStyleKeepsMachinesFormats(t *testing.T) {
	d := compared(t, earlierAudit(hostile), laterAudit(hostile))
	for _, name := range report.AuditFormatNames()[1:] {
		format, err := report.AuditFormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		plain := string(format.Render(d, report.Style{}))
		if styled := string(format.Render(d, report.Style{Color: true, Links: true, Width: 40, Now: auditTime})); styled != plain {
			t.Errorf("%s heeds the style", name)
		}
	}
}
