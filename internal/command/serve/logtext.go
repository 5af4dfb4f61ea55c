package serve

import (
	"context"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"
)

// lineHandler writes a log for people: a line is a time in UTC, a level, the message, and the
// attributes that have a value.
type lineHandler struct {
	mu         *sync.Mutex // of out
	out        io.Writer
	level      slog.Level
	attributes []slog.Attr // of With
	prefix     string      // of WithGroup
}

func newLineHandler(out io.Writer, level slog.Level) *lineHandler {
	return &lineHandler{mu: &sync.Mutex{}, out: out, level: level}
}

// Enabled reports whether lines of the level are written.
func (h *lineHandler) Enabled(_ context.Context, level slog.Level) bool { return level >= h.level }

// Handle writes a line.
func (h *lineHandler) Handle(_ context.Context, r slog.Record) error {
	var line strings.Builder
	line.WriteString(r.Time.UTC().Format(time.RFC3339))
	level := r.Level.String()
	line.WriteString(" " + level + strings.Repeat(" ", max(1, len("ERROR ")-len(level))))
	line.WriteString(quoteControls(r.Message))
	for _, a := range h.attributes {
		writeAttribute(&line, "", a)
	}
	r.Attrs(func(a slog.Attr) bool {
		writeAttribute(&line, h.prefix, a)
		return true
	})
	line.WriteString("\n")
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := io.WriteString(h.out, line.String())
	return err
}

// WithAttrs returns a handler that adds attributes to each line.
func (h *lineHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	out := *h
	out.attributes = append([]slog.Attr{}, h.attributes...)
	for _, a := range attributes {
		a.Key = h.prefix + a.Key
		out.attributes = append(out.attributes, a)
	}
	return &out
}

// WithGroup returns a handler that puts a name before the names of attributes.
func (h *lineHandler) WithGroup(name string) slog.Handler {
	out := *h
	if name != "" {
		out.prefix += name + "."
	}
	return &out
}

func writeAttribute(line *strings.Builder, prefix string, a slog.Attr) {
	value := a.Value.Resolve()
	if value.Kind() == slog.KindGroup {
		if a.Key != "" {
			prefix += a.Key + "."
		}
		for _, inner := range value.Group() {
			writeAttribute(line, prefix, inner)
		}
		return
	}
	text := value.String()
	if value.Kind() == slog.KindFloat64 {
		text = strconv.FormatFloat(value.Float64(), 'f', 1, 64)
	}
	if text == "" {
		return
	}
	if strings.ContainsAny(text, " =\"") || text != quoteControls(text) {
		text = strconv.Quote(text)
	}
	line.WriteString(" " + quoteControls(prefix+a.Key) + "=" + text)
}

// quoteControls returns a text on one line, in which nothing controls a terminal.
func quoteControls(text string) string {
	quoted := strconv.Quote(text)
	if strings.Contains(quoted, `\`) {
		return quoted[1 : len(quoted)-1]
	}
	return text
}
