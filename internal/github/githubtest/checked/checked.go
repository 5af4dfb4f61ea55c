package checked

import (
	"net/http"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/contract"
)

// New serves a World until the test ends, and fails the test where a request or
// an answer departs from GitHub's description.
func New(t testing.TB, w githubtest.World) *githubtest.Server {
	t.Helper()
	s, err := Start(w)
	if err != nil {
		t.Fatalf("start the fake GitHub: %v", err)
	}
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("this is not what GitHub's description says: %s", v)
		}
	})
	return s
}

// Start serves a World until Close. Callers look at its Violations; New does it by itself.
func Start(w githubtest.World) (*githubtest.Server, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return githubtest.Start(w, d)
}

// NewHandler returns a Handler that serves a World, and notes Violations.
func NewHandler(w githubtest.World) (*githubtest.Handler, error) {
	d, err := load()
	if err != nil {
		return nil, err
	}
	return githubtest.NewHandler(w, d)
}

// description is GitHub's description as the fake GitHub asks it.
type description struct{ contract *contract.Contract }

func load() (description, error) {
	c, err := contract.Load()
	return description{c}, err
}

// CheckRequest says what a request does that GitHub does not describe.
func (d description) CheckRequest(path string, r *http.Request, body []byte) []string {
	op := d.contract.Find(r.Method, path)
	if op == nil {
		return []string{"GitHub's description has no such call"}
	}
	return d.contract.CheckRequest(op, r, body)
}

// CheckAnswer returns how an answer differs from GitHub's description.
func (d description) CheckAnswer(path string, r *http.Request, a githubtest.Answer) []string {
	op := d.contract.Find(r.Method, path)
	if op == nil {
		return []string{"GitHub's description has no such call"}
	}
	return d.contract.CheckAnswer(op, r, contract.Answer(a))
}
