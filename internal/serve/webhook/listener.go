package webhook

import (
	"container/list"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// grace is how long a connection may be without a request that is whole, and signed if it has a
// body, before it can be closed to let another one in.
const grace = time.Second

// Listener bounds the open connections of a listener. When all are taken, the one that has been
// without a request for longest gives way to the next, so connections on which little or
// nothing is sent keep no delivery out. The server has to be one of NewServer.
func Listener(l net.Listener, connections int) net.Listener {
	b := &bounded{Listener: l, limit: connections, idle: list.New()}
	b.change.L = &b.mu
	return b
}

type bounded struct {
	net.Listener
	limit int

	mu     sync.Mutex
	change sync.Cond
	open   int
	idle   *list.List // of connections whose grace is over, by when it ended
	closed bool
}

// Accept returns the next connection once there is room for it.
func (b *bounded) Accept() (net.Conn, error) {
	raw, err := b.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c := &connection{Conn: raw, of: b}
	if !b.admit(c) {
		_ = raw.Close()
		return nil, net.ErrClosed
	}
	return c, nil
}

// admit waits for room. It is false if the listener is closed before.
func (b *bounded) admit(c *connection) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.open >= b.limit && !b.closed {
		if oldest := b.idle.Front(); oldest != nil {
			_ = oldest.Value.(*connection).leave()
			continue
		}
		b.change.Wait()
	}
	if b.closed {
		return false
	}
	b.open++
	c.rest()
	return true
}

// Close ends the wait for room, too.
func (b *bounded) Close() error {
	b.mu.Lock()
	b.closed = true
	b.change.Broadcast()
	b.mu.Unlock()
	return b.Listener.Close()
}

// connection is an open one. All but Conn is guarded by the mutex of its listener, which its
// methods in small letters need to be held.
type connection struct {
	net.Conn
	of    *bounded
	round int           // counts its rests, so that the end of an earlier grace does not count
	place *list.Element // in idle; nil: it cannot be closed
	left  bool
}

// rest begins the grace.
func (c *connection) rest() {
	c.round++
	round := c.round
	time.AfterFunc(grace, func() {
		c.of.mu.Lock()
		defer c.of.mu.Unlock()
		if c.round == round && !c.left {
			c.place = c.of.idle.PushBack(c)
			c.of.change.Broadcast()
		}
	})
}

// work keeps the connection open.
func (c *connection) work() {
	c.round++
	if c.place != nil {
		c.of.idle.Remove(c.place)
		c.place = nil
	}
}

// leave gives its room back.
func (c *connection) leave() error {
	if !c.left {
		c.work()
		c.left = true
		c.of.open--
		c.of.change.Broadcast()
	}
	return c.Conn.Close()
}

// Close gives its room back.
func (c *connection) Close() error {
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	return c.leave()
}

type connectionKey struct{}

// withConnection makes the connection known to the handlers of its requests.
func withConnection(ctx context.Context, c net.Conn) context.Context {
	if secure, ok := c.(*tls.Conn); ok {
		c = secure.NetConn()
	}
	return context.WithValue(ctx, connectionKey{}, c)
}

// keep keeps the connection of a request open until rested is called.
func keep(ctx context.Context) {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		c.of.mu.Lock()
		defer c.of.mu.Unlock()
		c.work()
	}
}

func rested(ctx context.Context) {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		c.of.mu.Lock()
		defer c.of.mu.Unlock()
		c.work() // ends the grace that may have begun before
		c.rest()
	}
}

// kept keeps the connections of requests that are whole. Those with a body are for the handler
// to keep.
func kept(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 {
			keep(r.Context())
		}
		defer rested(r.Context())
		handler.ServeHTTP(w, r)
	})
}
