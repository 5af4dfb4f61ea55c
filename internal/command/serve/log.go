package serve

import (
	"log/slog"
	"runtime/debug"

	"github.com/patctl/patctl/internal/cli"
)

// The formats of the log.
const (
	logText = "text"
	logJSON = "json"
)

// newLog returns the log of a server, which it writes to standard error.
func newLog(e *cli.Env, name string) *slog.Logger {
	level := slog.LevelInfo
	if e.Debug() {
		level = slog.LevelDebug
	}
	if name == "" {
		name = logJSON
		if e.Stderr.Terminal {
			name = logText
		}
	}
	out := e.Stderr.Unbuffered()
	if name == logText {
		return slog.New(newLineHandler(out, level))
	}
	return slog.New(slog.NewJSONHandler(out, &slog.HandlerOptions{Level: level}))
}

// limitMemory has garbage collected as usual: unlike the other commands, a server runs for
// weeks next to other programs.
func limitMemory(e *cli.Env) {
	const percent = 100
	if e.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
