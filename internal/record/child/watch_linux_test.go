package child

import (
	"net"
	"net/netip"
	"os"
	"os/exec"
	"testing"
)

// TestWatch finds the connection of a child that goes around the proxy, and not that of this
// process.
func TestWatch(t *testing.T) {
	if address := os.Getenv("TEST_WATCH_ADDRESS"); address != "" {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_, _ = conn.Read(make([]byte, 1)) // until the other end closes
		}
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	to := listener.Addr().(*net.TCPAddr).AddrPort()
	own, err := net.Dial("tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWatch$")
	cmd.Env = append(os.Environ(), "TEST_WATCH_ADDRESS="+to.String())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done, found := make(chan struct{}), make(chan string, 8)
	go func() {
		Watch(done, Watching{
			PID: cmd.Process.Pid, IsGitHub: func(a netip.AddrPort) bool { return a == to }, IsOurs: func(netip.AddrPort) bool { return false },
			Tell: func(program string) { found <- program },
		})
		close(found)
	}()
	program := <-found
	close(done)
	if program != "child.test" {
		t.Errorf("the program is %q", program)
	}
	for more := range found {
		t.Errorf("it also found %q", more)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// TestWatchFindsWhatEnded: a connection that ended before it was looked at is found, too.
func TestWatchFindsWhatEnded(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	to := listener.Addr().(*net.TCPAddr).AddrPort()
	done, found := make(chan struct{}), make(chan string, 8)
	ready := make(chan struct{})
	first := true
	go Watch(done, Watching{
		PID: os.Getpid() + 1<<20, IsOurs: func(netip.AddrPort) bool { return false }, Tell: func(program string) { found <- program },
		IsGitHub: func(a netip.AddrPort) bool {
			if first {
				first = false
				close(ready)
			}
			return a == to
		},
	})
	<-ready
	conn, err := net.Dial("tcp", to.String())
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close() // this end first, so that the kernel remembers it
	far, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	_ = far.Close()
	if program := <-found; program != "" {
		t.Errorf("the program is %q", program)
	}
	close(done)
}
