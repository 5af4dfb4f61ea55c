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

// What one client can hold.
const (
	headerTime   = 5 * time.Second  // to read the head of a request
	requestTime  = 20 * time.Second // to read a request
	responseTime = 30 * time.Second // from the head of a request to the end of its answer
	idleTime     = 30 * time.Second // between two requests
	headerBytes  = 16 << 10
)

// NewServer returns a server that waits for no client longer than its limits. It has to serve
// a listener of Listener. HTTP/2 is off: its streams would get around the limit on connections.
// What goes wrong within the server is logged.
func NewServer(handler http.Handler, logger *slog.Logger) *http.Server {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Server{
		Handler:           kept(handler),
		ConnContext:       withConnection,
		Protocols:         &protocols,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       requestTime,
		WriteTimeout:      responseTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          log.New(errorLog{logger}, "", 0),
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
