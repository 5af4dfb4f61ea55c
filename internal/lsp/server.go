package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"
	"sync"
	"time"

	"github.com/creachadair/jrpc2"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/analysis"
)

// Options are what a server needs from the process.
type Options struct {
	Version string // of patctl
	// Locate returns the directory that the configurations in dir cannot read beyond, as a path
	// without symbolic links, and the slash-separated path in it of dir.
	Locate func(dir string) (top, below string, err error)
	// Open opens such a top as a file system.
	Open func(top string) (fs.FS, error)
	// Read reads and checks the configuration in the directory dir of a file system, which is
	// that of the directory top, as validate does.
	Read func(fsys fs.FS, top, dir string) (*hcl.Configuration, diag.Diagnostics)
	// Tests reads what the test files below a top need.
	Tests func(top string) *analysis.TestReader
	// Ignores reports whether Git ignores a file or directory below a top.
	Ignores func(top string) func(name string) (bool, error)
	Now     func() time.Time
	Log     *slog.Logger
}

// Server answers one client.
type Server struct {
	opts Options
	rpc  *jrpc2.Server
	stop func()        // ends the session
	wake chan struct{} // something has to be analyzed

	mu      sync.Mutex // guards all below
	phase   phase
	client  capabilities
	trees   map[string]*tree    // by the paths of their tops
	opened  map[string]*openDoc // by URI
	folders []string            // of the workspace, absolute
	took    time.Duration       // the last analysis
}

// phase is where a session is in its life.
type phase int

const (
	begun phase = iota
	running
	shutDown
	exited
)

// errExit says that a client ended the session without shutting it down.
var errExit = errors.New("the client ended the session without the request shutdown")

// Serve answers a client until it ends the session, the input ends, or the context does.
func Serve(ctx context.Context, in io.Reader, out io.WriteCloser, opts Options) error {
	s := &Server{opts: opts, wake: make(chan struct{}, 1), trees: map[string]*tree{}, opened: map[string]*openDoc{}}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.rpc = jrpc2.NewServer(methods{s}, &jrpc2.ServerOptions{
		AllowPush: true, DisableBuiltin: true, Concurrency: maxParallel,
		NewContext: func() context.Context { return ctx },
	})
	passed, pass := io.Pipe() // nothing else ends a read of the process's input
	go func() {
		_, err := io.Copy(pass, in)
		_ = pass.CloseWithError(err)
	}()
	s.stop = func() {
		_ = passed.Close()
		s.rpc.Stop()
	}
	defer context.AfterFunc(ctx, s.stop)()
	s.rpc.Start(newClientChannel(newFramed(passed, out)))
	var working sync.WaitGroup
	working.Go(func() { s.analyzeUntil(ctx) })
	err := s.rpc.Wait()
	cancel()
	working.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.phase == exited:
		return errExit
	case s.phase == shutDown, errors.Is(err, io.ErrClosedPipe):
		return nil
	}
	return err
}

// maxParallel is how many requests can wait for an analysis at once.
const maxParallel = 64

// Codes of errors, as the specification numbers them.
const (
	codeNotInitialized jrpc2.Code = -32002
	codeCancelled      jrpc2.Code = -32800
	codeRequestFailed  jrpc2.Code = -32803 // the request was right but cannot be carried out
)

// Types of messages, as the specification numbers them.
const (
	messageWarning = 2
	messageInfo    = 3
)

// methods finds the handler of a method.
type methods struct{ *Server }

// Assign returns the handler of a method, or nil.
func (m methods) Assign(_ context.Context, method string) jrpc2.Handler {
	h, ok := m.handlers()[method]
	if !ok {
		if strings.HasPrefix(method, "$/") { // may be ignored
			return ignore
		}
		return nil
	}
	return m.guarded(method, h)
}

func ignore(context.Context, *jrpc2.Request) (any, error) { return nil, nil }

// guarded lets a handler run only in a session, and turns what ends it into an error.
func (s *Server) guarded(method string, h jrpc2.Handler) jrpc2.Handler {
	return func(ctx context.Context, r *jrpc2.Request) (result any, err error) {
		if err := s.allowed(method); err != nil {
			return nil, err
		}
		defer func() {
			if p := recover(); p != nil {
				s.opts.Log.Debug("panic", "method", method, "value", p)
				result, err = nil, jrpc2.Errorf(jrpc2.InternalError, "patctl has a bug in %s. Report it with what you did", method)
			}
			if ctx.Err() != nil {
				result, err = nil, jrpc2.Errorf(codeCancelled, "the request was canceled")
			}
		}()
		return h(ctx, r)
	}
}

// allowed says whether a method can be called now.
func (s *Server) allowed(method string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case method == "exit":
		return nil
	case s.phase == begun && method != "initialize":
		return jrpc2.Errorf(codeNotInitialized, "the session must begin with the request initialize")
	case s.phase != begun && method == "initialize":
		return jrpc2.Errorf(jrpc2.InvalidRequest, "the session has begun already")
	case s.phase >= shutDown:
		return jrpc2.Errorf(jrpc2.InvalidRequest, "the session was shut down")
	}
	return nil
}

// tell sends a notification. One that cannot be sent is lost with the client.
func (s *Server) tell(ctx context.Context, method string, params any) {
	if err := s.rpc.Notify(ctx, method, params); err != nil {
		s.opts.Log.Debug("notify", "method", method, "error", err)
	}
}

// warn shows a message in the client's log.
func (s *Server) warn(ctx context.Context, format string, args ...any) {
	s.tell(ctx, "window/logMessage", object{"type": messageWarning, "message": fmt.Sprintf(format, args...)})
}
