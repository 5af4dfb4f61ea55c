package storm

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// fault is how an answer fails.
type fault int

const (
	none        fault = iota
	badGate           // 502, and nothing was done
	limited           // a secondary limit, and nothing was done
	lost              // the connection breaks before the call arrives
	slow              // the answer takes some seconds
	reset             // the connection breaks after the call has been carried out
	cut               // the answer ends in the middle
	blamed            // 502, although the call has been carried out
	ineffective       // of reviews: accepted, and never carried out
	late              // of reviews: accepted, and carried out later
)

// lateReview is a review that is carried out after some more lists of the organization.
type lateReview struct {
	after int
	do    func()
}

// answer is what a call is answered with.
type answer struct {
	*httptest.ResponseRecorder
	fault fault
	wait  time.Duration
}

// ServeHTTP implements http.Handler.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the client is gone
	}
	a := h.answer(r, body)
	if a.wait > 0 && h.options.Sleep != nil {
		h.options.Sleep(a.wait)
	}
	data := a.Body.Bytes()
	switch a.fault {
	case lost, reset:
		panic(http.ErrAbortHandler)
	case cut:
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		data = data[:len(data)/2]
	}
	w.Header().Set("Date", h.options.Now().UTC().Format(http.TimeFormat))
	for name, values := range a.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(a.Code)
	_, _ = w.Write(data) // the client may be gone
	if a.fault == cut {
		panic(http.ErrAbortHandler)
	}
}

func (h *Hub) answer(r *http.Request, body []byte) answer {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.counts.Calls++; h.counts.Calls%1000 == 0 {
		h.Forget()
	}
	org, kind, list := h.place(r)
	review := list && r.Method == http.MethodPost
	f := h.draw(review)
	a := answer{httptest.NewRecorder(), f, 0}
	blind := list && kind == pat.KindToken && !review && org.blind && !h.calm
	switch {
	case f == slow && !blind:
		a.wait = time.Duration(h.luck.IntN(4000)) * time.Millisecond
	case f == lost:
		return a
	case blind && h.options.Forbidden:
		refuse(a, "Resource not accessible by integration", "rest/orgs/personal-access-tokens#list-fine-grained-personal-access-tokens-with-access-to-organization-resources")
		return a
	case f == badGate || blind:
		a.WriteHeader(http.StatusBadGateway)
		return a
	case f == limited:
		a.Header().Set("Retry-After", strconv.Itoa(1+h.luck.IntN(3)))
		refuse(a, "You have exceeded a secondary rate limit.", "rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits")
		return a
	}
	if review {
		h.review(a, org, kind, r, body)
	} else {
		h.Handler.ServeHTTP(a, again(r, body))
		if list {
			org.settle()
		}
	}
	if f == blamed {
		a.ResponseRecorder = httptest.NewRecorder()
		a.WriteHeader(http.StatusBadGateway)
	}
	return a
}

func refuse(a answer, message, page string) {
	a.Header().Set("Content-Type", "application/json; charset=utf-8")
	a.WriteHeader(http.StatusForbidden)
	_, _ = fmt.Fprintf(a, `{"message":%q,"documentation_url":"https://docs.github.com/%s"}`, message, page)
}

// draw chooses how a call fails.
func (h *Hub) draw(review bool) fault {
	share := h.options.Faults
	if review {
		share *= 3
	}
	if h.calm || h.luck.Float64() >= share {
		return none
	}
	h.counts.Faults++
	if review {
		return fault(1 + h.luck.IntN(int(late)))
	}
	return fault(1 + h.luck.IntN(int(cut)))
}

// place is the organization and the list that a call is about.
func (h *Hub) place(r *http.Request) (*organization, pat.Kind, bool) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) != 3 || parts[0] != "orgs" {
		return nil, "", false
	}
	for _, o := range h.organizations {
		if strings.EqualFold(o.login, parts[1]) {
			switch parts[2] {
			case "personal-access-token-requests":
				return o, pat.KindRequest, true
			case "personal-access-tokens":
				return o, pat.KindToken, true
			}
		}
	}
	return nil, "", false
}

// settle lets late reviews take effect.
func (o *organization) settle() {
	waiting := o.late[:0]
	for _, l := range o.late {
		if l.after--; l.after > 0 {
			waiting = append(waiting, l)
			continue
		}
		l.do()
	}
	o.late = waiting
}

// again is a request that can be read once more.
func again(r *http.Request, body []byte) *http.Request {
	out := r.Clone(r.Context())
	out.Body = io.NopCloser(bytes.NewReader(body))
	return out
}

// problem notes what must not be.
func (h *Hub) problem(format string, args ...any) {
	const most = 20
	if len(h.problems) < most {
		h.problems = append(h.problems, fmt.Sprintf(format, args...))
	}
}
