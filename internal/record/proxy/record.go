package proxy

import (
	"context"
	"net/http"
	"sync"

	"github.com/patctl/patctl/internal/record"
)

// Observer says what a request is. It may read the body, and then puts the same body
// back. Gaps are what it could not read.
type Observer func(r *http.Request) (record.Call, []record.Gap)

// call is a call on its way.
type call struct {
	record.Call
	once sync.Once
}

type callKey struct{}

// record passes on a request to GitHub, and notes it, whatever becomes of it.
func (p *Proxy) record(w http.ResponseWriter, r *http.Request) {
	begun := p.Now()
	seen, gaps := p.Observe(r)
	for _, gap := range gaps {
		p.Log.AddGap(gap)
	}
	if r.Host != "" && hostOf(r.Host) != hostOf(r.URL.Host) {
		p.Log.AddGap(record.Gap{Kind: record.UnreadableCall, Host: hostOf(r.URL.Host), Detail: "A call named another host than its connection was for."})
	}
	c := &call{Call: seen}
	defer c.once.Do(func() { p.Log.Add(c.Call, begun) }) // without an answer
	p.forward.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
}

// answered notes what GitHub answered. An answer must not lead a client to HTTP/3, which
// takes no proxy.
func (p *Proxy) answered(response *http.Response) error {
	c, ok := response.Request.Context().Value(callKey{}).(*call)
	if !ok {
		return nil
	}
	response.Header.Del("Alt-Svc")
	c.once.Do(func() {
		c.Status = response.StatusCode
		c.Accepted = AcceptedPermissions(response.Header)
		p.Log.Add(c.Call, p.Now())
	})
	return nil
}

// failed answers a client whose request could not be passed on.
func (p *Proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	if _, ok := r.Context().Value(callKey{}).(*call); ok && r.Context().Err() == nil {
		p.Log.AddGap(record.Gap{Kind: record.NoAnswer, Host: hostOf(r.URL.Host), Detail: "The proxy got no answer from the host."})
	}
	http.Error(w, "patctl record got no answer: "+err.Error(), http.StatusBadGateway)
}
