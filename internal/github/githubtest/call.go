package githubtest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// Call is a request that the server received.
type Call struct {
	Method     string
	Path       string // without /api/v3
	Operation  string // GET /orgs/{org}/personal-access-tokens; empty: GitHub has no such call
	Query      url.Values
	Enterprise bool        // under /api/v3
	Host       string      // as the client named it
	Credential string      // Fingerprint of the Authorization header; empty: there was none
	APIVersion string      // X-GitHub-Api-Version
	Status     int         // of the answer; 0: it got lost, or is not yet given
	Faults     []FaultKind // those that the call met
}

// Fingerprint tells Authorization headers apart without showing them.
func Fingerprint(authorization string) string {
	if authorization == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(authorization))
	return hex.EncodeToString(sum[:6])
}

// begin records a call, and returns it with its number.
func (h *Handler) begin(r *http.Request, path string, op *operation) (*Call, int) {
	call := &Call{
		Method: r.Method, Path: path, Query: r.URL.Query(), Enterprise: path != r.URL.Path, Host: r.Host,
		Credential: Fingerprint(r.Header.Get("Authorization")), APIVersion: r.Header.Get("X-GitHub-Api-Version"),
	}
	if op != nil {
		call.Operation = op.Name
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls = append(h.calls, call)
	h.inFlight++
	h.busiest = max(h.busiest, h.inFlight)
	h.begun++
	return call, h.begun
}

// answered records the status of an answer that is about to be sent, and what it met.
func (h *Handler) answered(call *Call, r *request, a *answer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range r.faults {
		call.Faults = append(call.Faults, r.faults[i].Do)
	}
	if a.wire == "" {
		call.Status = a.status
	}
}

func (h *Handler) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inFlight--
}

// Calls returns the calls so far, in the order in which they came.
func (h *Handler) Calls() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]Call, len(h.calls))
	for i, c := range h.calls {
		out[i] = *c
	}
	return out
}

// Count returns how many calls of each operation there were, by the name that
// GitHub's description gives it ("GET /orgs/{org}/personal-access-tokens").
func (h *Handler) Count() map[string]int {
	out := map[string]int{}
	for _, c := range h.Calls() {
		out[c.Operation]++
	}
	return out
}

// CountStatus returns how many calls were answered with a status.
func (h *Handler) CountStatus(status int) int {
	n := 0
	for _, c := range h.Calls() {
		if c.Status == status {
			n++
		}
	}
	return n
}

// Busiest returns the largest number of calls that were under way at a time.
func (h *Handler) Busiest() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.busiest
}

// Forget drops the calls so far, so that a second run is counted by itself.
func (h *Handler) Forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls, h.busiest = nil, h.inFlight
}

// Violations returns in what requests and answers departed from GitHub's
// description so far.
func (h *Handler) Violations() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.violations)
}

// fail notes that the server itself broke.
func (h *Handler) fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.violations = append(h.violations, "the server stopped: "+err.Error())
}

func (h *Handler) violate(r *http.Request, problems ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, p := range problems {
		h.violations = append(h.violations, fmt.Sprintf("%s %s: %s", r.Method, r.URL.RequestURI(), p))
	}
}

// Change lets others act meanwhile: f changes the organizations as they are now,
// after all reviews. A grant that it adds gets the defaults that it lacks. What
// no World can be panics.
func (h *Handler) Change(f func(organizations []Organization)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f(h.world.Organizations)
	world, err := h.world.complete()
	if err != nil {
		panic(fmt.Sprintf("githubtest: %v", err))
	}
	h.world, h.before = world, map[string][]Grant{}
}

// Listed returns the ids of an organization's requests and tokens as they are
// now, after all reviews. An organization that does not exist has none.
func (h *Handler) Listed(organization string) (requests, tokens []int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o := h.organization(organization)
	if o == nil {
		return nil, nil
	}
	return ids(o.Requests), ids(o.Tokens)
}

func ids(grants []Grant) []int64 {
	out := make([]int64, len(grants))
	for i, g := range grants {
		out[i] = g.ID
	}
	slices.Sort(out)
	return out
}
