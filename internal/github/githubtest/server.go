package githubtest

import (
	"net/http/httptest"
	"sync"
	"testing"
)

// Server is a Handler that listens on a port of loopback.
type Server struct {
	*Handler
	URL string // of the API, without a slash at its end

	http *httptest.Server
	stop sync.Once
}

// Start serves a World until Close. Who starts a server so looks at its
// Violations; New does it by itself.
func Start(w World) (*Server, error) {
	h, err := NewHandler(w)
	if err != nil {
		return nil, err
	}
	s := httptest.NewServer(h)
	return &Server{Handler: h, URL: s.URL, http: s}, nil
}

// Close lets go of the calls that hang and stops the server.
func (s *Server) Close() {
	s.stop.Do(func() {
		close(s.closed)
		s.http.Close()
	})
}

// New serves a World until the test ends, and fails the test where a request or
// an answer departs from GitHub's description.
func New(t testing.TB, w World) *Server {
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
