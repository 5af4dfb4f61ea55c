package proxy

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// client is what a connection to GitHub is for, and the kind of program that made it.
type client struct {
	address string // of the host; the port may be left out
	agent   string // the first word of the User-Agent; it is not kept in the record
}

func (c client) host() string { return hostOf(c.address) }

// agentOf is the name of a program in a User-Agent header.
func agentOf(header string) string {
	const longest = 40
	name, _, _ := strings.Cut(header, "/")
	return strings.ToLower(name[:min(len(name), longest)])
}

// frugal are programs that make a connection for each call, or for several, and none without
// one. Others also make connections that they turn out not to need.
var frugal = []string{"curl", "git"}

// handshakes are the connections whose client has seen the certificate of a host, or went away before.
// A client that pins a certificate ends the connection without a call, and perhaps without an error. The zero
// value is empty.
type handshakes struct {
	mu      sync.Mutex
	seen    map[client]*connections
	running map[chan struct{}]bool // each is closed at the end
}

type connections struct{ called, all int }

// maxClients is more than a command calls in different ways. Those above are one.
const maxClients = 1000

func (h *handshakes) of(c client) *connections {
	c.address = c.host()
	if len(h.seen) >= maxClients && h.seen[c] == nil {
		c = client{}
	}
	if h.seen == nil {
		h.seen = map[client]*connections{}
	}
	if h.seen[c] == nil {
		h.seen[c] = &connections{}
	}
	return h.seen[c]
}

// begin notes that a handshake runs until its end.
func (h *handshakes) begin() (end func()) {
	ended := make(chan struct{})
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.running == nil {
		h.running = map[chan struct{}]bool{}
	}
	h.running[ended] = true
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.running, ended)
		close(ended)
	}
}

// handshakeTime is how long handshakes take that still run when the command has ended. Their connections
// turned out not to be needed, or are those of a process in the background.
const handshakeTime = time.Second

// wait waits for those that run.
func (h *handshakes) wait(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTime)
	defer cancel()
	h.mu.Lock()
	running := slices.Collect(maps.Keys(h.running))
	h.mu.Unlock()
	for _, ended := range running {
		select {
		case <-ended:
		case <-ctx.Done():
			return
		}
	}
}

func (h *handshakes) add(c client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.of(c).all++
}

// call notes the first call in a connection.
func (h *handshakes) call(c client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.of(c).called++
}

// withoutCall are the hosts of connections that seem to have ended because of the certificate:
// each of a frugal program, and one of another that has called the host in none.
func (h *handshakes) withoutCall() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var hosts []string
	for c, made := range h.seen {
		switch idle := made.all - made.called; {
		case slices.Contains(frugal, c.agent):
			hosts = append(hosts, slices.Repeat([]string{c.address}, idle)...)
		case made.called == 0:
			hosts = append(hosts, c.address)
		}
	}
	return hosts
}
