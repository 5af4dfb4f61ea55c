package templatereport_test

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
)

func TestCSVProtectsCells(t *testing.T) {
	tests := map[string]string{
		"plain":              "plain",
		"":                   "",
		"=1+1":               "'=1+1",
		"+1":                 "'+1",
		"-1":                 "'-1",
		"@SUM(A1)":           "'@SUM(A1)",
		"\t=1+1":             `\t=1+1`,
		"\r=1+1":             `\r=1+1`,
		"  =1+1":             "'  =1+1",
		"\"=1+1":             "'\"=1+1",
		"'=1+1":              "''=1+1",
		"'quoted'":           "''quoted'",
		"\u3000=1+1":         "'\u3000=1+1",
		"\uff1d1+1":          "'\uff1d1+1",
		"a=1,b\n\"c\"":       `a=1,b\n"c"`,
		"octocat@octo-org":   "octocat@octo-org",
		"\x1b]0;x\x07\u202e": `\x1b]0;x\x07\u202e`,
	}
	for text, want := range tests {
		if got := csvName(t, text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// FuzzCSV: whatever the text, there is one line for each template, no cell is
// a formula, and without its apostrophe the cell is the text as it is shown.
func FuzzCSV(f *testing.F) {
	mutate.Add(f, formattest.Hostile)
	mutate.Add(f, "'=\r\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		out := write(t, "csv", templates(formattest.HostileTemplate(text)), false)
		if lines := strings.Count(out, "\n"); lines != 2 {
			t.Errorf("%d lines: %q", lines, out)
		}
		cell := csvName(t, text)
		if got, want := strings.TrimPrefix(cell, "'"), diag.Printable(text); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if regexp.MustCompile(`^[ "]*[=+@-]|[\t\r\n]`).MatchString(cell) {
			t.Errorf("%q is a formula, or more than one line", cell)
		}
	})
}

// csvName returns the cell of a template with that name, as a reader of CSV has it.
func csvName(t *testing.T, name string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(write(t, "csv", templates(formattest.HostileTemplate(name)), false))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || len(rows[1]) != len(rows[0]) {
		t.Fatalf("got %q", rows)
	}
	return rows[1][1]
}
