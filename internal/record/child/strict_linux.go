package child

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// StrictAddress is where the proxy listens within the namespace of a strict command.
const StrictAddress = "127.0.0.1:3128"

// handoverFD is the socket on which the first program in the namespace hands over its
// listener.
const handoverFD = 3

// StartStrict starts the command in a network namespace of its own. Its only way out is the
// listener that serve gets, on StrictAddress within the namespace. program is this program,
// and inside the argument at which it calls RunInside.
func (c Command) StartStrict(program string, inside []string, serve func(net.Listener)) (*Started, error) {
	if _, err := c.lookUp(); err != nil {
		return nil, err
	}
	var failed error
	for _, attributes := range namespaces() {
		started, err := c.startInside(program, inside, attributes, serve)
		if err == nil || !errors.Is(err, errNamespace) {
			return started, err
		}
		failed = err
	}
	return nil, failed
}

// errNamespace says that the system does not allow namespaces.
var errNamespace = errors.New("the system does not allow network namespaces for this user")

// namespaces are the ways to a namespace, in the order in which they are tried. Root needs no
// namespace of users, unless it is only called root, as in a container.
func namespaces() []*syscall.SysProcAttr {
	own := func(id int) []syscall.SysProcIDMap {
		return []syscall.SysProcIDMap{{ContainerID: id, HostID: id, Size: 1}}
	}
	const admin = unix.CAP_NET_ADMIN
	user := &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET, AmbientCaps: []uintptr{admin},
		UidMappings: own(os.Getuid()), GidMappings: own(os.Getgid()),
	}
	if os.Geteuid() != 0 {
		return []*syscall.SysProcAttr{user}
	}
	return []*syscall.SysProcAttr{{Cloneflags: syscall.CLONE_NEWNET}, user}
}

func (c Command) startInside(program string, inside []string, attributes *syscall.SysProcAttr, serve func(net.Listener)) (*Started, error) {
	ours, theirs, err := socketPair()
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	cmd := &exec.Cmd{
		Path: program, Args: append(append([]string{"patctl"}, inside...), c.Args...), Dir: c.Dir, Env: c.Environ,
		Stdin: c.Stdin, Stdout: c.Stdout, Stderr: c.Stderr, ExtraFiles: []*os.File{theirs}, SysProcAttr: attributes,
	}
	started, err := start(cmd)
	_ = theirs.Close()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNamespace, err)
	}
	listener, err := receiveListener(ours)
	if err != nil {
		started.Wait()
		return nil, err
	}
	serve(listener)
	return started, nil
}

func socketPair() (ours, theirs *os.File, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(pair[0]), "ours"), os.NewFile(uintptr(pair[1]), "theirs"), nil
}

// receiveListener gets the listener. A socket stays in the namespace in which it was made,
// wherever it is used.
func receiveListener(from *os.File) (net.Listener, error) {
	text, control := make([]byte, 512), make([]byte, unix.CmsgSpace(4))
	n, controls, _, _, err := unix.Recvmsg(int(from.Fd()), text, control, unix.MSG_CMSG_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("wait for the namespace: %w", err)
	}
	if controls == 0 {
		return nil, fmt.Errorf("%w: %s", errNamespace, text[:n])
	}
	messages, err := unix.ParseSocketControlMessage(control[:controls])
	if err != nil {
		return nil, err
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fds[0]), "listener")
	defer file.Close()
	return net.FileListener(file)
}

// RunInside is the first program in a namespace: it brings up the loopback device, hands the
// listener over, and becomes the command. It returns only if it fails.
func RunInside(args, environ []string, dir string) error {
	runtime.LockOSThread()
	unix.CloseOnExec(handoverFD)
	if err := handOver(); err != nil {
		_, _ = unix.Write(handoverFD, []byte(err.Error()))
		return err
	}
	// Errors are those of a kernel without ambient capabilities, where there is nothing to clear.
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	path, err := Command{Args: args, Dir: dir, Environ: environ}.lookUp()
	if err != nil {
		return err
	}
	if err := syscall.Exec(path, args, environ); err != nil {
		return &StartError{CannotRun, err}
	}
	return nil
}

func handOver() error {
	if err := raiseLoopback(); err != nil {
		return fmt.Errorf("bring up the loopback device: %w", err)
	}
	listener, err := net.Listen("tcp", StrictAddress)
	if err != nil {
		return err
	}
	file, err := listener.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	return unix.Sendmsg(handoverFD, []byte(strconv.Itoa(handoverFD)), unix.UnixRights(int(file.Fd())), nil, 0)
}

func raiseLoopback() error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(socket) }()
	device, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	device.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, device)
}
