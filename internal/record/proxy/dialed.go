package proxy

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"time"
)

// ends are both ends of a connection.
type ends struct{ local, far netip.AddrPort }

// closedFor is how long a connection is remembered after its end, which is longer than the kernel
// does. After it, others may get the same ends.
const closedFor = 2 * time.Minute

// dialed remembers the connections that the proxy has made. The zero value is empty.
type dialed struct {
	mu    sync.Mutex
	open  map[ends]bool // false: it ended
	ended []endedAt     // in order
}

type endedAt struct {
	ends
	at time.Time
}

// Has reports whether the proxy has the connection between two ends, or has had it a short
// time ago.
func (p *Proxy) Has(local, far netip.AddrPort, ended bool) bool {
	p.dialed.mu.Lock()
	defer p.dialed.mu.Unlock()
	open, known := p.dialed.open[ends{unmapped(local), unmapped(far)}]
	return known && (open || ended)
}

// dialDirect makes a connection, and remembers that it is the proxy's.
func (p *Proxy) dialDirect(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return conn, nil
	}
	between := ends{unmapped(tcp.LocalAddr().(*net.TCPAddr).AddrPort()), unmapped(tcp.RemoteAddr().(*net.TCPAddr).AddrPort())}
	p.dialed.begin(between, p.Now())
	return &dialedConn{TCPConn: tcp, end: sync.OnceFunc(func() { p.dialed.end(between, p.Now()) })}, nil
}

func unmapped(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()) }

func (d *dialed) begin(between ends, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open == nil {
		d.open = map[ends]bool{}
	}
	for len(d.ended) > 0 && now.Sub(d.ended[0].at) > closedFor {
		if first := d.ended[0].ends; !d.open[first] {
			delete(d.open, first)
		}
		d.ended = d.ended[1:]
	}
	d.open[between] = true
}

func (d *dialed) end(between ends, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.open[between] = false
	d.ended = append(d.ended, endedAt{between, now})
}

// dialedConn tells when it ends.
type dialedConn struct {
	*net.TCPConn
	end func()
}

func (c *dialedConn) Close() error {
	defer c.end()
	return c.TCPConn.Close()
}
