package proxy

import (
	"io"
	"net"
	"sync"
)

// splice passes on what both ends send, until both have ended.
func (p *Proxy) splice(near, far net.Conn) {
	p.keep(near, far)
	defer p.drop(near, far)
	var both sync.WaitGroup
	both.Go(func() { pass(far, near) })
	both.Go(func() { pass(near, far) })
	both.Wait()
}

// pass copies until the end, and tells the other side of the end.
func pass(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if err != nil || closeWrite(to) != nil {
		_ = to.Close()
		_ = from.Close()
	}
}

// closeWrite says that nothing more is sent.
func closeWrite(conn net.Conn) error {
	if half, ok := conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return conn.Close()
}

// keep remembers connections, so that they end with the proxy.
func (p *Proxy) keep(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		p.tunnels[conn] = true
		if p.closed {
			_ = conn.Close()
		}
	}
}

// forget leaves a connection to somebody else.
func (p *Proxy) forget(conn net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tunnels, conn)
}

// closeTunnels ends the connections that are kept, and those that will be.
func (p *Proxy) closeTunnels() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for conn := range p.tunnels {
		_ = conn.Close()
	}
}

func (p *Proxy) drop(conns ...net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, conn := range conns {
		delete(p.tunnels, conn)
		_ = conn.Close()
	}
}
