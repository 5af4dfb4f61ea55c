// Package webhook takes in deliveries of GitHub's webhooks. A delivery only says which
// organization is to be looked at. What is in it is not believed in any other way, and nothing
// of it is read before its signature is right.
package webhook

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
)

// Config is what a Handler works with. Observe may be nil, everything else is needed.
type Config struct {
	Secrets []credential.Secret // a delivery is signed with one of them
	// Known returns the login of an organization as it is configured. It is false for those
	// that are not.
	Known func(login string) (canonical string, ok bool)
	// Add asks for a look at an organization because of a delivery at a time. The delivery
	// is answered when it returns.
	Add func(ctx context.Context, at time.Time, organization string) error
	Now func() time.Time
	// Observe is told about each delivery: an event of Events, and an outcome of Outcomes.
	Observe func(event string, outcome Outcome)
	Log     *slog.Logger
}

// Handler answers deliveries of GitHub. Its memory for bodies is bounded.
type Handler struct {
	config  Config
	memory  *memory
	refused throttle
}

// The times that a delivery may take. GitHub gives up after 10 seconds.
const (
	bodyTime = 10 * time.Second
	addTime  = 5 * time.Second
)

// New returns a handler for POST requests of GitHub.
func New(c Config) (*Handler, error) {
	if len(c.Secrets) == 0 {
		return nil, errors.New("set up the webhook: there is no secret")
	}
	for _, s := range c.Secrets {
		if s.IsZero() {
			return nil, errors.New("set up the webhook: a secret is empty")
		}
	}
	if c.Observe == nil {
		c.Observe = func(string, Outcome) {}
	}
	return &Handler{config: c, memory: newMemory()}, nil
}

// ServeHTTP answers one delivery. The writer has to be able to set deadlines.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d := newDelivery(r, h.config.Now())
	d.outcome = h.take(w, r, d)
	h.config.Observe(d.label(), d.outcome)
	h.log(r, d)
	d.outcome.write(w)
}

// take does everything but to answer.
func (h *Handler) take(w http.ResponseWriter, r *http.Request, d *delivery) Outcome {
	control := http.NewResponseController(w)
	if d.err = control.SetReadDeadline(d.at.Add(bodyTime)); d.err != nil {
		if errors.Is(d.err, http.ErrNotSupported) {
			return Failed // a body could take forever
		}
		return Incomplete // the connection is closed
	}
	signature, outcome := admit(r)
	if outcome != "" {
		return outcome
	}
	organizations, outcome := h.read(r, d, signature)
	if outcome != "" {
		return outcome
	}
	_ = control.SetReadDeadline(time.Time{}) // if the connection is closed, it is delivered all the same
	return h.add(r.Context(), d, organizations)
}

// read returns the organizations that a delivery is about. Its body is not kept.
func (h *Handler) read(r *http.Request, d *delivery, signature []byte) ([]string, Outcome) {
	b := h.memory.body(r.ContentLength)
	defer b.release()
	if outcome := b.read(r.Body); outcome != "" {
		return nil, outcome
	}
	if !signed(h.config.Secrets, b.data, signature) {
		return nil, Unsigned
	}
	d.verified = true
	keep(r.Context())
	return d.read(b.data)
}

// add asks for looks at the organizations that are configured.
func (h *Handler) add(ctx context.Context, d *delivery, organizations []string) Outcome {
	// A sender that hangs up has delivered all the same.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), addTime)
	defer cancel()
	outcome := Unconfigured
	for _, login := range organizations {
		canonical, ok := h.config.Known(login)
		if !ok {
			continue
		}
		d.organization = canonical
		if d.err = h.config.Add(ctx, d.at, canonical); d.err != nil {
			return Failed
		}
		outcome = Accepted
	}
	return outcome
}
