package report_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/report"
)

// TestStyleOnTerminal: what a terminal gets beside what a pipe gets.
func TestStyleOnTerminal(t *testing.T) {
	d := report.NewAuditDocument(auditOf("=1|\x1b]8;;https://example.com\x1b\\"))
	f, err := report.AuditFormatNamed("text")
	if err != nil {
		t.Fatal(err)
	}
	out := string(f.Render(d, report.Style{Links: true, Width: 40, Now: auditTime.AddDate(0, 0, 1)}))
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
		f, err := report.AuditFormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		plain := string(f.Render(d, report.Style{}))
		if styled := string(f.Render(d, report.Style{Color: true, Links: true, Width: 40, Now: auditTime})); styled != plain {
			t.Errorf("%s heeds the style", name)
		}
	}
}
