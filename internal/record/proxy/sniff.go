package proxy

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
)

// sniff returns a connection that is the same, and tells the name of the host that a client
// asks for with TLS. wait ends when nothing more will be told; the connection is not read
// after it.
func sniff(conn net.Conn, tell func(name string)) (sniffed net.Conn, wait func()) {
	reader, writer := io.Pipe()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer reader.Close()
		config := &tls.Config{MinVersion: tls.VersionTLS12, GetConfigForClient: func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			tell(hello.ServerName)
			return nil, errSniffed
		}}
		_ = tls.Server(deafConn{reader: reader}, config).Handshake() // it never succeeds
	}()
	return &sniffedConn{conn, writer}, func() {
		_ = writer.Close()
		<-ended
	}
}

var errSniffed = errors.New("the name is known")

// sniffedConn copies what it reads.
type sniffedConn struct {
	net.Conn
	copy *io.PipeWriter
}

func (c *sniffedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	_, _ = c.copy.Write(p[:n]) // fails when the name is known
	return n, err
}

// CloseWrite says that nothing more is sent.
func (c *sniffedConn) CloseWrite() error { return closeWrite(c.Conn) }

// deafConn only reads.
type deafConn struct {
	net.Conn
	reader io.Reader
}

func (c deafConn) Read(p []byte) (int, error)  { return c.reader.Read(p) }
func (c deafConn) Write(p []byte) (int, error) { return len(p), nil }
func (c deafConn) Close() error                { return nil }
