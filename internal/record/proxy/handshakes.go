package proxy

import (
	"slices"
	"strings"
	"sync"
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

// handshakes are the connections whose client has seen the certificate of a host, or could have. A
// client that pins a certificate ends the connection without a call, and perhaps without an error. The zero
// value is empty.
type handshakes struct {
	mu   sync.Mutex
	seen map[client]*connections
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
