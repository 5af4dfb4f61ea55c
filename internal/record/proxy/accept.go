package proxy

import (
	"errors"
	"net"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/record"
)

// patientListener goes on after an error, such as too many open files. Meanwhile clients wait,
// and may give up, which is a gap.
type patientListener struct {
	net.Listener
	log    *record.Log
	closed chan struct{}
	once   sync.Once
}

func patient(listener net.Listener, log *record.Log) *patientListener {
	return &patientListener{Listener: listener, log: log, closed: make(chan struct{})}
}

// Accept fails only after Close.
func (l *patientListener) Accept() (net.Conn, error) {
	const shortest, longest = 5 * time.Millisecond, 200 * time.Millisecond
	for wait := shortest; ; wait = min(2*wait, longest) {
		conn, err := l.Listener.Accept()
		if err == nil || errors.Is(err, net.ErrClosed) {
			return conn, err
		}
		if wait == shortest {
			l.log.AddGap(record.Gap{Kind: record.NoAnswer, Detail: "The proxy could not take a connection at once, for example because too many files were open. The client may have given up."})
		}
		select {
		case <-time.After(wait):
		case <-l.closed:
			return nil, net.ErrClosed
		}
	}
}

func (l *patientListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}
