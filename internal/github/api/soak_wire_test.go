package api_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// soakWire carries calls to a fake GitHub, and loses some of them as networks and proxies do.
// It is used within a bubble of synctest, where time costs nothing.
type soakWire struct {
	handler  http.Handler
	percent  int                      // of the calls that meet trouble
	perPage  int                      // of all lists; 0: as many as are asked for
	attempts int                      // of the client
	moved    func()                   // called before each call
	owner    func(path string) string // the organization that a call is for

	mu      sync.Mutex
	random  *rand.Rand
	met     map[string]int // kinds of trouble
	struck  map[string]bool
	streaks map[string]*streak
	spent   time.Duration // for all calls
	wrong   []string
}

// trouble is what happens to a call. Before and after tell whether GitHub gets it at all.
type trouble struct {
	name   string
	before error                                         // instead of the call
	after  error                                         // instead of the answer
	answer func(resp *http.Response, body []byte) []byte // changes an answer
}

var errCut = fmt.Errorf("read: %w", io.ErrUnexpectedEOF)

// troubles are those of networks. Each can be seen: an answer that was changed into another
// one that is as good could not be told from the truth.
var troubles = []trouble{
	{name: "refused", before: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}},
	{name: "name that resolves later", before: &net.DNSError{Err: "server misbehaving", Name: "api.example.com", IsTemporary: true}},
	{name: "name that does not exist", before: &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true}},
	{name: "certificate of a proxy", before: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}},
	{name: "answer without TLS", before: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}},
	{name: "connection that was closed meanwhile", before: io.EOF},
	{name: "connection that ends", after: io.EOF},
	{name: "connection that breaks", after: &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}},
	{name: "HTTP/2 that goes away", after: errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1999, ErrCode=NO_ERROR")},
	{name: "slow answer"},
	{name: "slow body"},
	{name: "body that a proxy cuts", answer: func(_ *http.Response, body []byte) []byte { return body[:max(len(body)-1, 0)/2] }},
	{name: "empty body", answer: func(*http.Response, []byte) []byte { return nil }},
	{name: "page after the body", answer: func(_ *http.Response, body []byte) []byte { return append(body, "<!-- proxy -->"...) }},
	{name: "no header", answer: func(resp *http.Response, body []byte) []byte { resp.Header = http.Header{}; return body }},
	{name: "no Link", answer: func(resp *http.Response, body []byte) []byte { resp.Header.Del("Link"); return body }},
	{name: "wrong Date", answer: func(resp *http.Response, body []byte) []byte {
		resp.Header.Set("Date", time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat))
		return body
	}},
}

// RoundTrip carries a call.
func (w *soakWire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.moved()
	met, took := w.begin(r)
	defer func(start time.Time) { w.took(time.Since(start)) }(time.Now())
	if err := wait(r.Context(), took); err != nil {
		return nil, w.ended(r, nil, nil, true, err)
	}
	if met.before != nil {
		return nil, w.ended(r, nil, nil, true, met.before)
	}
	resp, lost := w.serve(r)
	switch {
	case r.Context().Err() != nil:
		return nil, w.ended(r, nil, nil, true, r.Context().Err())
	case resp == nil:
		return nil, w.ended(r, nil, nil, true, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET})
	case met.after != nil:
		return nil, w.ended(r, nil, nil, true, met.after)
	}
	body, _ := io.ReadAll(resp.Body) // of a recorder
	if met.answer != nil {
		body = met.answer(resp, body)
	}
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), -1
	switch {
	case lost:
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{errCut}))
	case met.name == "slow body":
		delay := time.Duration(len(body)%50) * time.Second
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), &late{r.Context(), delay}, bytes.NewReader(body[len(body)/2:])))
		w.took(delay)
		end, _ := r.Context().Deadline() // each call has one
		lost = time.Now().Add(delay).After(end)
	}
	return resp, w.ended(r, resp, body, lost, nil)
}

// serve has the fake GitHub answer. Without an answer, the connection broke; an answer may be lost in part.
func (w *soakWire) serve(r *http.Request) (resp *http.Response, lost bool) {
	out := httptest.NewRecorder()
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		if out.Flushed {
			resp, lost = out.Result(), true
		}
	}()
	in := r.Clone(r.Context())
	in.Host = r.URL.Host
	if w.perPage > 0 {
		in.URL.RawQuery = strings.Replace(in.URL.RawQuery, "per_page=100", "per_page="+strconv.Itoa(w.perPage), 1)
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w.handler.ServeHTTP(out, in)
	return out.Result(), false
}

// begin chooses what a call meets, and how long it takes.
func (w *soakWire) begin(r *http.Request) (trouble, time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	took := time.Duration(w.random.IntN(200)) * time.Millisecond
	if w.random.IntN(100) >= w.percent {
		return trouble{}, took
	}
	met := troubles[w.random.IntN(len(troubles))]
	if w.perPage == tinyPage && strings.HasPrefix(met.name, "no ") {
		met = troubles[0]
	}
	if met.name == "slow answer" {
		took += time.Duration(w.random.IntN(45)) * time.Second
	}
	w.met[met.name]++
	w.struck[w.owner(r.URL.Path)] = true
	return met, took
}

func (w *soakWire) took(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.spent += d
}

// look begins to count anew.
func (w *soakWire) look() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.struck, w.streaks, w.spent, w.wrong = map[string]bool{}, map[string]*streak{}, 0, nil
}

// operation begins to count attempts anew.
func (w *soakWire) operation() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.streaks = map[string]*streak{}
}

// streak is how often a call failed since it last worked, and how often it worked.
type streak struct{ failed, limited, refused, worked int }

// mostLimited is how often a call is put off for GitHub's limits at most.
const mostLimited = 10

// ended counts the attempts at a call, and returns err. Of an answer that is lost, a part came.
func (w *soakWire) ended(r *http.Request, resp *http.Response, body []byte, lost bool, err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := r.Method + " " + r.URL.String()
	s := w.streaks[key]
	if s == nil {
		s = &streak{}
		w.streaks[key] = s
	}
	status := 0
	if resp != nil {
		status = resp.StatusCode
	}
	switch {
	case lost, status >= 500, status == http.StatusRequestTimeout, status/100 == 2 && !isJSON(body):
		s.failed++
	case status == http.StatusForbidden, status == http.StatusTooManyRequests:
		s.limited++
	case status == http.StatusUnauthorized:
		s.refused++
	default:
		*s = streak{worked: s.worked + 1}
	}
	// A page may also be called to find out whether it exists, and an access token is wanted by
	// each call that has none.
	calls, most := 2, 60
	if strings.HasSuffix(r.URL.Path, "/access_tokens") {
		calls, most = 20, math.MaxInt // some end at once
	}
	if s.failed > calls*w.attempts*(s.limited+1) || s.limited > calls*(mostLimited+1) || s.refused > calls+s.failed+s.limited+1 || s.worked > most {
		w.wrong = append(w.wrong, fmt.Sprintf("%s was called too often: %+v", key, *s))
	}
	return err
}

func isJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 1 && (body[0] == '[' && body[len(body)-1] == ']' || body[0] == '{' && body[len(body)-1] == '}')
}

func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// failing is a body that ends with an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// late is a part of a body without bytes that takes a while.
type late struct {
	ctx   context.Context
	delay time.Duration
}

func (l *late) Read([]byte) (int, error) {
	if err := wait(l.ctx, l.delay); err != nil {
		return 0, err
	}
	return 0, io.EOF
}
