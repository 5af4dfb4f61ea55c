package child

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// watchInterval is how often connections are looked at. What is shorter may be missed, which
// is why --strict exists.
const watchInterval = 25 * time.Millisecond

// Watching is what to look for.
type Watching struct {
	PID      int    // of the command
	Marker   string // in the environment of what the command has started, even after its parent ended
	IsGitHub func(netip.AddrPort) bool
	// IsOurs reports whether the proxy has the connection, or, for one that ended, has had it.
	IsOurs func(local, far netip.AddrPort, ended bool) bool
	// Tell gets the program that has a connection to GitHub without the proxy, once for
	// each. It is "" for a connection that ended before its program could be found.
	Tell  func(program string)
	Blind func() // is called if the connections can't be read, once
}

// Watch looks for connections to GitHub that do not go through the proxy, until done is
// closed.
func Watch(done <-chan struct{}, w Watching) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	at := &watch{Watching: w, decided: map[ends]string{}, told: map[string]bool{}}
	for _, c := range at.connections() {
		if !at.owns(c) {
			at.decided[c.ends] = c.inode // it was there before
		}
	}
	for {
		at.look()
		select {
		case <-ticker.C:
		case <-done:
			at.look()
			return
		}
	}
}

// watch is what is known from one look to the next.
type watch struct {
	Watching
	decided map[ends]string // inodes of the connections that are still there
	pending map[ends]string // of datagrams that were seen once
	told    map[string]bool // programs
	blind   bool
}

func (w *watch) look() {
	still, pending := map[ends]string{}, map[ends]string{}
	for _, c := range w.connections() {
		switch before, ok := w.decided[c.ends]; {
		case ok && (c.ended() || before == c.inode):
		case c.datagrams && w.pending[c.ends] != c.inode:
			pending[c.ends] = c.inode
			continue
		default:
			w.decide(c)
		}
		still[c.ends] = c.inode
	}
	w.decided, w.pending = still, pending
}

func (w *watch) decide(c connection) {
	if w.IsOurs(c.local, c.to, c.ended()) {
		return
	}
	program, ours := "", c.ended()
	if !ours {
		program, ours = w.owner(c.inode)
	}
	if ours && !w.told[program] {
		w.told[program] = true
		w.Tell(program)
	}
}

// ends are both ends of a connection.
type ends struct {
	local, to netip.AddrPort
	datagrams bool // UDP, as HTTP/3 uses
}

// connection is a connection of TCP, or a socket of UDP that sends to one address only. The
// kernel keeps a connection of TCP that ended for a while, without an owner.
type connection struct {
	ends
	inode string
}

func (c connection) ended() bool { return c.inode == "0" }

// tables are the files in which the kernel lists connections; whether each is of UDP. Where there
// is no IPv6, its files are missing.
var tables = map[string]bool{"/proc/net/tcp": false, "/proc/net/tcp6": false, "/proc/net/udp": true, "/proc/net/udp6": true}

// connections are those to GitHub. A program that resolves a name may open a socket of UDP to
// each address, to see how it would get there, and sends nothing: it is gone at the next look.
//
// https://docs.kernel.org/networking/proc_net_tcp.html
func (w *watch) connections() []connection {
	const local, remote, inode, fields = 1, 2, 9, 10
	var found []connection
	for table, datagrams := range tables {
		text, err := os.ReadFile(table)
		if err != nil {
			w.unread(err)
			continue
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Fields(line)
			if len(cells) < fields {
				continue
			}
			to, ok := parseAddress(cells[remote])
			if ok && w.IsGitHub(to) {
				from, _ := parseAddress(cells[local])
				found = append(found, connection{ends{from, to, datagrams}, cells[inode]})
			}
		}
	}
	return found
}

// unread tells once that a table could not be read, as with too many open files.
func (w *watch) unread(err error) {
	if !w.blind && !errors.Is(err, fs.ErrNotExist) {
		w.blind = true
		w.Blind()
	}
}

// parseAddress reads an address of the kernel: words of 32 bits in the order of the machine.
func parseAddress(text string) (netip.AddrPort, bool) {
	address, port, _ := strings.Cut(text, ":")
	bytes, err := hex.DecodeString(address)
	number, err2 := strconv.ParseUint(port, 16, 16)
	if err != nil || err2 != nil || len(bytes)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(bytes); i += 4 {
		binary.NativeEndian.PutUint32(bytes[i:], binary.BigEndian.Uint32(bytes[i:]))
	}
	ip, ok := netip.AddrFromSlice(bytes)
	return netip.AddrPortFrom(ip.Unmap(), uint16(number)), ok
}

func (w *watch) owns(c connection) bool {
	_, ok := w.owner(c.inode)
	return ok
}

// owner is the program that has a socket, if the command has started it.
func (w *watch) owner(inode string) (program string, ok bool) {
	name := "socket:[" + inode + "]"
	ours := descendants(w.PID)
	for process := range ours {
		dir := filepath.Join("/proc", strconv.Itoa(process))
		if w.has(dir, name) && (ours[process] || w.marked(dir)) {
			comm, _ := os.ReadFile(filepath.Join(dir, "comm"))
			return strings.TrimSpace(string(comm)), true
		}
	}
	return "", false
}

func (w *watch) has(dir, socket string) bool {
	files, err := os.ReadDir(filepath.Join(dir, "fd"))
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		w.unread(err)
	}
	if err != nil {
		return false // it has ended, or belongs to somebody else
	}
	for _, f := range files {
		if target, err := os.Readlink(filepath.Join(dir, "fd", f.Name())); err == nil && target == socket {
			return true
		}
	}
	return false
}

func (w Watching) marked(dir string) bool {
	environ, err := os.ReadFile(filepath.Join(dir, "environ"))
	return err == nil && w.Marker != "" && strings.Contains(string(environ), w.Marker)
}

// descendants are all processes, and whether each is a process or has been started by it, as
// far as the parents still run.
func descendants(pid int) map[int]bool {
	parents := map[int]int{}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return map[int]bool{pid: true}
	}
	for _, entry := range entries {
		if process, err := strconv.Atoi(entry.Name()); err == nil {
			parents[process] = parentOf(process)
		}
	}
	found := map[int]bool{}
	for process := range parents {
		found[process] = false
		for at, steps := process, 0; at > 1 && steps < len(parents); at, steps = parents[at], steps+1 {
			if at == pid {
				found[process] = true
				break
			}
		}
	}
	return found
}

// parentOf reads the fourth field of /proc/PID/stat. The second is a name in parentheses,
// which may hold anything.
func parentOf(process int) int {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(process), "stat"))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	if len(fields) < 2 {
		return 0
	}
	parent, _ := strconv.Atoi(fields[1])
	return parent
}
