package page

import (
	"bytes"
	"context"
	"net/http"
	"strconv"

	"github.com/patctl/patctl/internal/github/credential"
)

// Options are what Handler needs.
type Options struct {
	Token credential.Secret                   // zero: the page is not served
	Page  func(context.Context) (Page, error) // what is shown now; its View is set by the handler
	// Failed is told why there was no page; nil: nobody is. The client is not told.
	Failed func(error)
}

// Handler serves the page at / to callers with the token.
func Handler(o Options) http.Handler {
	return Guard(o.Token, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/":
			notFound(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			refuse(w, http.StatusMethodNotAllowed, "The status page is read-only.")
		default:
			o.serve(w, r)
		}
	}))
}

func (o Options) serve(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	p, err := o.Page(r.Context())
	if err == nil {
		query := r.URL.Query()
		p.View = View{Organization: query.Get("organization"), Refresh: query.Get("refresh") == "on"}
		err = Write(&b, p)
	}
	if err != nil {
		if o.Failed != nil {
			o.Failed(err)
		}
		refuse(w, http.StatusServiceUnavailable, "The status could not be read. The log of patctl serve says why.")
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Content-Security-Policy", Policy())
	protect(h)
	_, _ = w.Write(b.Bytes()) // a client that left needs no answer
}

// protect keeps a response out of caches, frames, and other sites.
func protect(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
}
