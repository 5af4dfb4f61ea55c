package serve

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestLines: a line of the log can be read, leaves out what is empty, and stays a line.
func TestLines(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 999, time.FixedZone("CET", 3600))
	for name, test := range map[string]struct {
		level      slog.Level
		message    string
		attributes []any
		want       string
	}{
		"plain":   {slog.LevelInfo, "review", []any{"action", "approve", "id", 8103, "name", "pull-requests api", "message", ""}, `INFO  review action=approve id=8103 name="pull-requests api"`},
		"float":   {slog.LevelInfo, "looked at an organization", []any{"seconds", 1.290609603}, "INFO  looked at an organization seconds=1.3"},
		"error":   {slog.LevelError, "the sweep failed", []any{"error", errors.New("read: EOF")}, `ERROR the sweep failed error="read: EOF"`},
		"hostile": {slog.LevelWarn, "a\x1b[2J\nb", []any{"name", "x\nERROR y=\"1\"\u202e"}, `WARN  a\x1b[2J\nb name="x\nERROR y=\"1\"\u202e"`},
		"group":   {slog.LevelInfo, "x", []any{slog.Group("a", "b", 1, "c", "")}, "INFO  x a.b=1"},
	} {
		var out bytes.Buffer
		record := slog.NewRecord(at, test.level, test.message, 0)
		record.Add(test.attributes...)
		if err := newLineHandler(&out, slog.LevelInfo).Handle(t.Context(), record); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff("2026-11-22T11:00:00Z "+test.want+"\n", out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	var out bytes.Buffer
	log := slog.New(newLineHandler(&out, slog.LevelInfo))
	log.Debug("hidden")
	log.With("target", "slack.security").WithGroup("g").Warn("shown", "a", 1)
	if _, text, _ := strings.Cut(out.String(), " "); text != "WARN  shown target=slack.security g.a=1\n" {
		t.Errorf("%q", text)
	}
}
