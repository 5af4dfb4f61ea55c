package serve

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/serve/status"
)

// readiness is whether the server does its work, and what is to be known about that. It
// names no organization: everybody may ask for it.
type readiness struct {
	ready bool
	notes []string // whole sentences
}

// readiness answers a probe. A server that reads some organizations is ready, since it has to
// take in their deliveries; which ones it cannot read is in metrics and on the page. The times are
// at most a few seconds old, and each probe compares them with the clock.
func (s *Server) readiness(ctx context.Context) readiness {
	if s.stopping.Load() {
		return readiness{notes: []string{"The server is stopping."}}
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	if keep := s.reading.keep(); s.reading.at.IsZero() || s.Now().Sub(s.reading.at).Abs() >= keep {
		// A probe that hangs up must not make the next one fail.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
		defer cancel()
		known, err := s.known(ctx)
		s.reading.at, s.reading.complete, s.reading.failed = s.Now(), completeAt(known), err != nil
	}
	if s.reading.failed {
		return readiness{notes: []string{"The server cannot read its database."}}
	}
	r := readinessOf(s.force.state(), s.reading.complete, s.Now())
	s.reading.ready = r.ready
	return r
}

const storeTimeout = 2 * time.Second

// reading is when organizations were completely read, as a probe read it from the store. Anyone
// can probe, and the store has all that is known of each organization.
type reading struct {
	sync.Mutex
	at       time.Time            // zero: not yet
	complete map[string]time.Time // by login in lower case
	failed   bool
	ready    bool
}

// keep is how long a probe may use it. It is short while the server is not ready, because others
// wait for that.
func (r *reading) keep() time.Duration {
	if r.ready && !r.failed {
		return 5 * time.Second
	}
	return time.Second
}

// completeAt is when organizations were completely read, by login in lower case.
func completeAt(known []status.Organization) map[string]time.Time {
	out := make(map[string]time.Time, len(known))
	for i := range known {
		out[strings.ToLower(known[i].Login)] = known[i].CompleteAt
	}
	return out
}

func readinessOf(now state, complete map[string]time.Time, at time.Time) readiness {
	stale, read := 0, 0
	for _, login := range now.logins {
		switch last := complete[strings.ToLower(login)]; {
		case last.IsZero() || at.Sub(last) > now.maxAge:
			stale++
		default:
			read++
		}
	}
	r := readiness{ready: read > 0}
	if stale > 0 {
		r.notes = append(r.notes, fmt.Sprintf("In the last %s, %d of %s read completely.", format.Span(now.maxAge), read, readOf(len(now.logins))))
	}
	if now.failure != nil {
		r.notes = append(r.notes, "The configuration has changed, and the new one has errors. The server uses the earlier one.")
	}
	return r
}

// readOf is a number of organizations with its verb.
func readOf(organizations int) string {
	if organizations == 1 {
		return "1 organization was"
	}
	return fmt.Sprintf("%d organizations were", organizations)
}

func (s *Server) serveReady(w http.ResponseWriter, r *http.Request) {
	found := s.readiness(r.Context())
	word, code := "ready", http.StatusOK
	if !found.ready {
		word, code = "not ready", http.StatusServiceUnavailable
	}
	plain(w, code, strings.Join(append([]string{word}, found.notes...), "\n"))
}

func serveHealth(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok") }

// plain answers with a text.
func plain(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, text+"\n") // there is nobody to tell
}
