package webhook

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// maxLogged is how many bytes of a text of the sender are logged.
const maxLogged = 100

// log writes the line of a delivery. It has nothing of the body but what the delivery is about.
func (h *Handler) log(r *http.Request, d *delivery) {
	level := slog.LevelInfo
	switch {
	case d.outcome == Failed:
		level = slog.LevelError
	case d.outcome.Refused():
		level = slog.LevelWarn
	}
	attributes := []slog.Attr{
		slog.String("delivery", printable(d.id)), slog.String("event", printable(d.event)), slog.String("action", printable(d.action)),
		slog.String("organization", printable(d.organization)), slog.String("outcome", string(d.outcome)),
	}
	if d.err != nil {
		attributes = append(attributes, slog.String("error", diag.Printable(d.err.Error())))
	}
	if !d.verified {
		ok, unlogged := h.refused.allow(d.at)
		if !ok {
			return
		}
		host, _, _ := net.SplitHostPort(r.RemoteAddr)
		attributes = append(attributes, slog.String("remote", printable(host)), slog.Int("unlogged", unlogged))
	}
	h.config.Log.LogAttrs(context.WithoutCancel(r.Context()), level, "delivery", attributes...)
}

// printable cuts a text of a sender.
func printable(text string) string {
	text = diag.Printable(text[:min(len(text), maxLogged)])
	return text[:min(len(text), maxLogged)]
}

// throttle bounds the lines about deliveries that are not verified, since anybody can send some.
type throttle struct {
	mu       sync.Mutex
	since    time.Time
	lines    int
	unlogged int
}

// linesPerMinute is how many lines a throttle allows.
const linesPerMinute = 60

// allow reports whether to write a line, and how many were not written since the last.
func (t *throttle) allow(at time.Time) (ok bool, unlogged int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at.Sub(t.since) >= time.Minute {
		t.since, t.lines = at, 0
	}
	if t.lines == linesPerMinute {
		t.unlogged++
		return false, 0
	}
	t.lines++
	unlogged, t.unlogged = t.unlogged, 0
	return true, unlogged
}
