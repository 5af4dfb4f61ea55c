package child

import (
	"net"
	"net/netip"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestWatch finds the connection of a child that goes around the proxy, and not that of this
// process.
func TestWatch(t *testing.T) {
	if address := os.Getenv("TEST_WATCH_ADDRESS"); address != "" {
		conn, err := net.Dial(os.Getenv("TEST_WATCH_NETWORK"), address)
		if err == nil {
			_, _ = conn.Write([]byte("x"))
			_, _ = conn.Read(make([]byte, 1)) // until the other end closes
		}
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	datagrams, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer datagrams.Close()
	for network, to := range map[string]netip.AddrPort{
		"tcp": listener.Addr().(*net.TCPAddr).AddrPort(), "udp": datagrams.LocalAddr().(*net.UDPAddr).AddrPort(),
	} {
		t.Run(network, func(t *testing.T) { findsChild(t, network, to) })
	}
}

func findsChild(t *testing.T, network string, to netip.AddrPort) {
	t.Helper()
	own, err := net.Dial(network, to.String())
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	cmd := exec.Command(os.Args[0], "-test.run=^TestWatch$")
	cmd.Env = append(os.Environ(), "TEST_WATCH_ADDRESS="+to.String(), "TEST_WATCH_NETWORK="+network)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done, found := make(chan struct{}), make(chan string, 8)
	go func() {
		Watch(done, Watching{
			PID: cmd.Process.Pid, IsGitHub: func(a netip.AddrPort) bool { return a == to }, IsOurs: func(_, _ netip.AddrPort, _ bool) bool { return false },
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

// TestWatchLooksAgain: a connection between the same ends as an earlier one, which ended or was
// another program's, is another connection.
func TestWatchLooksAgain(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	to := listener.Addr().(*net.TCPAddr).AddrPort()
	between := ends{conn.LocalAddr().(*net.TCPAddr).AddrPort(), to, false}
	var told []string
	w := &watch{told: map[string]bool{}, decided: map[ends]string{between: "1", {local: between.local}: "1"}, Watching: Watching{
		PID: os.Getpid(), IsGitHub: func(a netip.AddrPort) bool { return a == to }, IsOurs: func(_, _ netip.AddrPort, _ bool) bool { return false },
		Tell: func(program string) { told = append(told, program) },
	}}
	w.look()
	if len(told) != 1 || len(w.decided) != 1 {
		t.Errorf("it told %q, and knows %v", told, w.decided)
	}
}

// TestWatchTellsThatItIsBlind: connections that can't be read are told, once.
func TestWatchTellsThatItIsBlind(t *testing.T) {
	told := 0
	w := &watch{Watching: Watching{Blind: func() { told++ }}}
	w.unread(os.ErrNotExist)
	if told != 0 {
		t.Error("a system without IPv6 is not blind")
	}
	w.unread(syscall.EMFILE)
	w.unread(syscall.EMFILE)
	if told != 1 {
		t.Errorf("it was told %d times", told)
	}
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
		PID: os.Getpid() + 1<<20, IsOurs: func(_, _ netip.AddrPort, _ bool) bool { return false }, Tell: func(program string) { found <- program },
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
