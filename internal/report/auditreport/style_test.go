package auditreport_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/auditreport/audittest"
)

// TestStyleOnTerminal: what a terminal gets beside what a pipe gets.
func TestStyleOnTerminal(t *testing.T) {
	d := auditreport.NewDocument(audittest.Of("=1|\x1b]8;;https://example.com\x1b\\"))
	f, err := auditreport.FormatNamed("text")
	if err != nil {
		t.Fatal(err)
	}
	out := string(f.Render(d, format.Style{Links: true, Width: 40, Now: formattest.Time.AddDate(0, 0, 1)}))
	for _, want := range []string{
		"      Link that matches the template: \x1b]8;;" + formattest.LinkStart + "?name=release-api&contents=write\x1b\\" + formattest.LinkStart + "?name=release-api&contents=write\x1b]8;;\x1b\\\n",
		"\x1b]8;;https://github.com/patctl/patctl/blob/main/docs/rules.md#unused-token\x1b\\unused-token\x1b]8;;\x1b\\, warning: ",
		"expires soon, after 2026-12-01 (in 8 days): ",
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
	d := audittest.Compared(t, audittest.Earlier(formattest.Hostile), audittest.Later(formattest.Hostile))
	for _, name := range auditreport.FormatNames()[1:] {
		f, err := auditreport.FormatNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		plain := string(f.Render(d, format.Style{}))
		if styled := string(f.Render(d, format.Style{Color: true, Links: true, Width: 40, Now: formattest.Time})); styled != plain {
			t.Errorf("%s heeds the style", name)
		}
	}
}
