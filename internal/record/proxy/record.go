package proxy

import (
	"context"
	"errors"
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
	p.forward.ServeHTTP(final{w}, r.WithContext(context.WithValue(r.Context(), callKey{}, c)))
}

// final passes on an answer without those before it, such as 103 Early Hints. Go's HTTP/2 server
// still reads their headers when httputil already writes those of the next, if the client has
// gone away meanwhile.
type final struct{ http.ResponseWriter }

func (f final) WriteHeader(status int) {
	if status >= http.StatusOK || status == http.StatusSwitchingProtocols {
		f.ResponseWriter.WriteHeader(status)
	}
}

// Unwrap is for http.ResponseController, which flushes.
func (f final) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// answered notes what GitHub answered. An answer must not lead a client to HTTP/3, which
// takes no proxy.
func (p *Proxy) answered(response *http.Response) error {
	c, ok := response.Request.Context().Value(callKey{}).(*call)
	if !ok {
		p.unknownServer(response)
		return nil
	}
	if response.StatusCode < http.StatusContinue {
		return errStatus
	}
	response.Header.Del("Alt-Svc")
	c.once.Do(func() {
		c.Status = response.StatusCode
		c.Accepted = AcceptedPermissions(response.Header)
		p.Log.Add(c.Call, p.Now())
	})
	return nil
}

// errStatus says that a status is none of HTTP.
var errStatus = errors.New("not a status of HTTP")

// unknownServer notes a server of GitHub that was not known as one. Its API answers so.
func (p *Proxy) unknownServer(response *http.Response) {
	if response.Header.Get("X-GitHub-Media-Type") != "" {
		p.unset(hostOf(response.Request.URL.Host))
	}
}

// unset notes a host that may be a server of GitHub.
func (p *Proxy) unset(host string) {
	p.Log.AddGap(record.Gap{Kind: record.DirectConnection, Host: host, Detail: "A client called a host that seems to be a GitHub Enterprise Server. Its calls were not seen, because GH_HOST did not name it when record started."})
}

// failed answers a client whose request could not be passed on.
func (p *Proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	if _, ok := r.Context().Value(callKey{}).(*call); ok && r.Context().Err() == nil {
		p.Log.AddGap(record.Gap{Kind: record.NoAnswer, Host: hostOf(r.URL.Host), Detail: "The proxy got no answer from the host."})
	}
	http.Error(w, "patctl record got no answer: "+reason(err), http.StatusBadGateway)
}
