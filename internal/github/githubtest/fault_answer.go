package githubtest

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// faultAnswer returns the answer of the first fault that makes one, or nil.
func (h *Handler) faultAnswer(r *request) *answer {
	if r.fault(FaultExpireToken) != nil {
		h.expired[secret(r.Header.Get("Authorization"))] = true
	}
	for i := range r.faults {
		f := &r.faults[i]
		switch f.Do {
		case FaultStatus:
			return f.statusAnswer()
		case FaultPrimaryLimit:
			return f.primaryLimit(h, r)
		case FaultSecondaryLimit:
			return f.secondaryLimit(r)
		case FaultHTML:
			return f.htmlAnswer()
		case FaultRedirect:
			return f.redirect()
		case FaultEcho:
			return f.echo(r)
		}
	}
	return nil
}

// made gives an answer the header and body that the fault names.
func (f *Fault) made(a *answer) *answer {
	if f.Body != "" {
		a.body = []byte(f.Body)
	}
	if f.Seconds > 0 {
		a.header.Set("Retry-After", strconv.Itoa(f.Seconds))
	}
	for name, value := range f.Header {
		a.header.Set(name, value)
	}
	return a
}

func (f *Fault) statusAnswer() *answer {
	return f.made(errorAnswer(f.Status, cmp.Or(http.StatusText(f.Status), "Unknown"), docRest))
}

func (f *Fault) primaryLimit(h *Handler, r *request) *answer {
	a := primaryLimit(r)
	reset := h.now().Add(time.Duration(f.Seconds) * time.Second)
	h.setLimit(a, &window{used: h.world.RateLimit, reset: reset})
	for name, value := range f.Header {
		a.header.Set(name, value)
	}
	return a
}

func (f *Fault) secondaryLimit(r *request) *answer {
	message := "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID " + requestID(r.number) + "."
	return f.made(errorAnswer(http.StatusForbidden, message, docSecondary))
}

func (f *Fault) htmlAnswer() *answer {
	a := emptyAnswer(cmp.Or(f.Status, http.StatusOK))
	a.header.Set("Content-Type", "text/html; charset=utf-8")
	a.body = []byte("<!DOCTYPE html>\n<html><head><title>Unicorn! &middot; GitHub</title></head><body><p>This page is taking too long to load.</p></body></html>\n")
	return f.made(a)
}

func (f *Fault) redirect() *answer {
	status := cmp.Or(f.Status, http.StatusMovedPermanently)
	a := jsonAnswer(status, map[string]string{"message": http.StatusText(status), "url": f.To, "documentation_url": docRest})
	a.header.Set("Location", f.To)
	return f.made(a)
}

// echo tells back what it was told, secrets and all.
func (f *Fault) echo(r *request) *answer {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		lines = append(lines, fmt.Sprintf("%s: %s", name, strings.Join(r.Header[name], ", ")))
	}
	a := errorAnswer(cmp.Or(f.Status, http.StatusBadRequest), "You sent "+strings.Join(lines, "; "), docRest)
	for name, values := range r.Header {
		a.header.Set("X-Echo-"+name, strings.Join(values, ", "))
	}
	if f.To != "" {
		a.header.Set("Location", f.To+"?authorization="+strings.ReplaceAll(r.Header.Get("Authorization"), " ", "+"))
	}
	return f.made(a)
}
