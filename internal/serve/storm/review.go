package storm

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"

	"github.com/patctl/patctl/internal/pat"
)

// review carries out a call that asks for reviews, as its fault says.
func (h *Hub) review(a answer, org *organization, kind pat.Kind, r *http.Request, body []byte) {
	var b struct {
		Action   pat.ReviewAction `json:"action"`
		Requests []int64          `json:"pat_request_ids"`
		Tokens   []int64          `json:"pat_ids"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		h.problem("%s: %v", r.URL.Path, err)
	}
	h.counts.Reviews++
	var asked []*subject
	for _, id := range append(b.Requests, b.Tokens...) {
		if s := h.asked(org, key{kind, id}, b.Action); s != nil {
			asked = append(asked, s)
		}
	}
	call := again(r.WithContext(context.WithoutCancel(r.Context())), body)
	switch a.fault {
	case ineffective:
		accept(a)
	case late:
		accept(a)
		for _, s := range asked {
			s.waiting = true
		}
		org.late = append(org.late, lateReview{1 + h.luck.IntN(4), func() {
			h.carryOut(httptest.NewRecorder(), call, asked, b.Action)
		}})
	default:
		h.carryOut(a.ResponseRecorder, call, asked, b.Action)
	}
}

func accept(a answer) {
	a.Header().Set("Content-Type", "application/json; charset=utf-8")
	a.WriteHeader(http.StatusAccepted)
	_, _ = a.WriteString("{}")
}

// asked checks that a review is planned, and that it is not asked for twice.
func (h *Hub) asked(org *organization, k key, action pat.ReviewAction) *subject {
	s := h.subjects[k]
	switch {
	case s == nil || s.organization != org:
		h.problem("%s: %s of the %s %d, which never was there", org.login, action, k.kind, k.id)
		return nil
	case s.want != action:
		h.problem("%s: %s of the %s %d is not planned; it is %q", org.login, action, k.kind, k.id, s.want)
	case s.done != "":
		h.problem("%s: %s of the %s %d is asked for again, after it took effect", org.login, action, k.kind, k.id)
	case s.waiting:
		h.problem("%s: %s of the %s %d is asked for again, while GitHub carries it out", org.login, action, k.kind, k.id)
	case action == pat.Revoke && org.blind && !h.calm:
		h.problem("%s: the token %d is revoked, although the tokens could not be read", org.login, k.id)
	}
	return s
}

// carryOut lets reviews take effect, and notes which did.
func (h *Hub) carryOut(w *httptest.ResponseRecorder, call *http.Request, asked []*subject, action pat.ReviewAction) {
	h.Handler.ServeHTTP(w, call)
	for _, s := range asked {
		s.waiting = false
		if w.Code == http.StatusAccepted && !s.gone && s.done == "" {
			s.done = action
			h.counts.Done++
		}
	}
}
