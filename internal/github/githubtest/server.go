package githubtest

import (
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is a Handler that listens on a port of loopback.
type Server struct {
	*Handler
	URL string // of the API, without a slash at its end

	http     *http.Server
	listener net.Listener
	served   chan struct{} // closed when no connection comes any more
	stop     sync.Once

	guard   sync.Mutex
	waiting map[net.Conn]bool // whether an open connection waits for a request
	closing bool
	open    sync.WaitGroup
}

// Start serves a World until Close. It compares calls with the description, unless that is nil.
func Start(w World, d Description) (*Server, error) {
	h, err := NewHandler(w, d)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{
		Handler: h, URL: "http://" + listener.Addr().String(), listener: listener,
		served: make(chan struct{}), waiting: map[net.Conn]bool{},
	}
	s.http = &http.Server{Handler: h, ConnState: s.follow, ReadHeaderTimeout: time.Minute}
	go func() {
		defer close(s.served)
		if err := s.http.Serve(listener); !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
			h.fail(err)
		}
	}()
	return s, nil
}

// Close lets go of the calls that hang, waits for those that are answered, and stops the
// server.
func (s *Server) Close() {
	s.stop.Do(func() {
		close(s.closed)
		_ = s.listener.Close() // further calls are refused
		<-s.served
		s.closeWaiting()
		s.open.Wait()
		_ = s.http.Close() // of what is open, nothing is left
	})
}

// follow keeps in mind which connections are open, and which of them wait for a request.
func (s *Server) follow(c net.Conn, state http.ConnState) {
	s.guard.Lock()
	defer s.guard.Unlock()
	switch state {
	case http.StateNew:
		s.open.Add(1)
		s.waiting[c] = true
	case http.StateActive:
		s.waiting[c] = false
	case http.StateIdle:
		s.waiting[c] = true
		if s.closing {
			_ = c.Close() // the server notices, and reports StateClosed
		}
	case http.StateHijacked, http.StateClosed:
		if _, known := s.waiting[c]; known {
			delete(s.waiting, c)
			s.open.Done()
		}
	}
}

// closeWaiting closes the connections that wait, and lets the others end after their answer.
func (s *Server) closeWaiting() {
	s.guard.Lock()
	defer s.guard.Unlock()
	s.closing = true
	for c, waits := range s.waiting {
		if waits {
			_ = c.Close()
		}
	}
}
