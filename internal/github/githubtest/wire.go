package githubtest

import (
	"net"
	"net/http"
	"strconv"
)

// send writes an answer, unless it is to get lost.
func (h *Handler) send(w http.ResponseWriter, r *http.Request, a *answer) {
	switch a.wire {
	case FaultHang:
		select {
		case <-r.Context().Done():
		case <-h.closed:
		}
		panic(http.ErrAbortHandler)
	case FaultReset:
		reset(w)
		return
	}
	for name, values := range a.header {
		w.Header()[name] = values
	}
	if a.wire == FaultCut {
		cut(w, a)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // who is gone needs no answer
}

// breakOnTheWay notes how an answer gets lost.
func (h *Handler) breakOnTheWay(r *request, a *answer) {
	for _, kind := range []FaultKind{FaultHang, FaultReset, FaultCut} {
		if r.fault(kind) != nil {
			a.wire = kind
			return
		}
	}
}

// cut sends half of a body whose full length the header promises, and gives up.
func cut(w http.ResponseWriter, a *answer) {
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// reset breaks the connection in the way that the client sees at once.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
