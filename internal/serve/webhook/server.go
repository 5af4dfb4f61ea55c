package webhook

import (
	"log"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// Connections is how many connections a server has open at most.
const Connections = 512

// Limits bound what one client can hold. A zero value is replaced by the default.
type Limits struct {
	Connections int           // of Listener: 512
	Header      time.Duration // to read the head of a request: 5 s
	Request     time.Duration // to read a request: 20 s
	Response    time.Duration // from the head of a request to the end of its answer: 30 s
	Idle        time.Duration // between two requests: 30 s
	HeaderBytes int           // 16 KiB
	Log         *slog.Logger  // of what goes wrong within the server; nil: it is dropped
}

func (l Limits) withDefaults() Limits {
	or := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	or(&l.Header, 5*time.Second)
	or(&l.Request, 20*time.Second)
	or(&l.Response, 30*time.Second)
	or(&l.Idle, 30*time.Second)
	if l.Connections == 0 {
		l.Connections = Connections
	}
	if l.HeaderBytes == 0 {
		l.HeaderBytes = 16 << 10
	}
	if l.Log == nil {
		l.Log = slog.New(slog.DiscardHandler)
	}
	return l
}

// NewServer returns a server that waits for no client longer than its limits. It has to serve
// a listener of Listener. HTTP/2 is off: its streams would get around the limit on connections.
func NewServer(handler http.Handler, limits Limits) *http.Server {
	l := limits.withDefaults()
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           kept(handler),
		ConnContext:       withConnection,
		Protocols:         &protocols,
		ReadHeaderTimeout: l.Header,
		ReadTimeout:       l.Request,
		WriteTimeout:      l.Response,
		IdleTimeout:       l.Idle,
		MaxHeaderBytes:    l.HeaderBytes,
		ErrorLog:          log.New(errorLog{l.Log}, "", 0),
	}
}

// errorLog takes the messages of net/http, which may have parts of what clients send.
type errorLog struct{ log *slog.Logger }

// maxError is how many bytes of a message are logged: enough for the stack of a panic.
const maxError = 8 << 10

func (e errorLog) Write(message []byte) (int, error) {
	text := strings.TrimSpace(string(message[:min(len(message), maxError)]))
	e.log.Warn("http server", slog.String("message", diag.Printable(text)))
	return len(message), nil
}
