package githubtest

import (
	"cmp"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/assertion"
)

// Handler answers as GitHub would of its World. It serves the API at its root
// and under /api/v3, as GitHub Enterprise Server has it. It is safe for
// concurrent use.
type Handler struct {
	// Latency is called before each answer, outside of all locks, where it is
	// set: to wait, or to meet other calls. Set it before the first request.
	Latency func(*http.Request)

	description Description // nil: calls are not checked
	key         *rsa.PrivateKey
	closed      chan struct{} // lets go of who hangs
	checked     sync.Map      // answers that were compared with the description, by hash

	mu         sync.Mutex
	world      World
	skipped    time.Duration // how far Advance has moved the clock
	issued     map[string]Credential
	through    map[string]int64 // by token issued, the installation; it ends with it
	expired    map[string]bool  // tokens that a fault ended
	limits     map[string]*window
	hits       []int // of each fault, how often it was met
	late       []lateReview
	before     map[string][]Grant // lists as they were before they last moved
	nextID     int64
	inFlight   int
	calls      []*Call
	begun      int // how many calls there ever were
	busiest    int
	violations []string
}

// NewHandler returns a Handler that serves a World, or says what is wrong with it. It compares
// calls with the description, unless that is nil.
func NewHandler(w World, d Description) (*Handler, error) {
	world, err := w.complete()
	if err != nil {
		return nil, err
	}
	key, err := assertion.Key()
	if err != nil {
		return nil, err
	}
	return &Handler{
		description: d, key: key, closed: make(chan struct{}), world: world,
		issued: map[string]Credential{}, through: map[string]int64{}, expired: map[string]bool{}, limits: map[string]*window{}, before: map[string][]Grant{},
		hits: make([]int, len(world.Faults)), nextID: 50_000_001,
	}, nil
}

// Now returns what the server's clock shows.
func (h *Handler) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now()
}

// now is Now for who holds the lock.
func (h *Handler) now() time.Time {
	now := h.world.Now
	if h.world.Clock != nil {
		now = h.world.Clock()
	}
	return now.Add(h.skipped)
}

// Advance moves the server's clock on.
func (h *Handler) Advance(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.skipped += d
}

// enterprisePrefix precedes the paths of GitHub Enterprise Server.
const enterprisePrefix = "/api/v3"

// request is a call while it is answered.
type request struct {
	*http.Request
	op     *operation // nil: GitHub has no such call
	base   string     // the address that the call's path follows
	body   []byte
	query  url.Values
	org    *Organization // nil: none in the path, or one that does not exist
	caller *caller
	faults []Fault // those that strike this call
	number int     // of the call, from 1
}

// maxBody is far more than any review needs.
const maxBody = 1 << 20

// ServeHTTP answers a call, records it, and notes what departs from GitHub's description.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		h.violate(r, "its body cannot be read: "+err.Error())
	}
	path, enterprise := strings.CutPrefix(r.URL.Path, enterprisePrefix)
	req := &request{Request: r, body: body, query: r.URL.Query(), base: "http://" + r.Host, op: findOperation(r.Method, path)}
	if enterprise {
		req.base += enterprisePrefix
	}
	call, number := h.begin(r, path, req.op)
	defer h.leave()
	req.number = number
	if h.Latency != nil {
		h.Latency(r)
	}
	if h.description != nil {
		h.violate(r, h.description.CheckRequest(path, r, body)...)
	}
	a := h.answer(req)
	if h.description != nil && req.op != nil && !a.broken && h.isNew(req.op, a) {
		h.violate(r, h.description.CheckAnswer(path, r, a.checked())...)
	}
	h.answered(call, req, a)
	h.send(w, r, a)
}

// isNew reports whether an answer was not given before: then it is to be
// checked. That of a second run mostly was.
func (h *Handler) isNew(op *operation, a *answer) bool {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %s %s", op.Name, a.status, a.header.Get("Content-Type"), a.described()))
	_, before := h.checked.LoadOrStore(sum, true)
	return !before
}

// answer finds what to say, and what every answer's header holds.
func (h *Handler) answer(r *request) *answer {
	h.mu.Lock()
	defer h.mu.Unlock()
	a := h.decide(r)
	if !a.broken {
		h.conditional(r, a)
		h.count(r, a)
	}
	a.header.Set("X-GitHub-Request-Id", requestID(r.number))
	a.header.Set("X-GitHub-Media-Type", "github.v3; format=json")
	a.header.Set("Date", h.now().UTC().Format(http.TimeFormat))
	return a
}

func (h *Handler) decide(r *request) *answer {
	if r.op != nil {
		r.org = h.organization(cmp.Or(r.op.Params["org"], r.op.Params["owner"]))
	}
	r.faults = h.strike(r)
	if a := h.faultAnswer(r); a != nil {
		a.broken = true
		return a
	}
	if r.op == nil {
		return errorAnswer(http.StatusNotFound, "Not Found", docRest)
	}
	route := routes[r.op.Name]
	a := h.refuse(r, route)
	if a == nil {
		a = route.serve(h, r)
	}
	if r.caller != nil {
		r.caller.sayAccepted(route, a.header)
	}
	h.breakOnTheWay(r, a)
	return a
}

// organization finds one by its login, or returns nil.
func (h *Handler) organization(login string) *Organization {
	for i := range h.world.Organizations {
		if strings.EqualFold(h.world.Organizations[i].Login, login) {
			return &h.world.Organizations[i]
		}
	}
	return nil
}
