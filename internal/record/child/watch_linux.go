package child

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
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
	IsOurs   func(local netip.AddrPort) bool // whether the proxy has the connection
	// Tell gets the program that has a connection to GitHub without the proxy, once for
	// each. It is "" for a connection that ended before its program could be found.
	Tell func(program string)
}

// Watch looks for connections to GitHub that do not go through the proxy, until done is
// closed.
func Watch(done <-chan struct{}, w Watching) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	seen := map[connection]bool{} // those that are decided
	for _, c := range connections(w.IsGitHub) {
		if !w.owns(c) {
			seen[c.ends()] = true // it was there before
		}
	}
	told := map[string]bool{}
	for {
		w.look(seen, told)
		select {
		case <-ticker.C:
		case <-done:
			w.look(seen, told)
			return
		}
	}
}

func (w Watching) look(seen map[connection]bool, told map[string]bool) {
	for _, c := range connections(w.IsGitHub) {
		if seen[c.ends()] || w.IsOurs(c.local) {
			continue
		}
		seen[c.ends()] = true
		program, ours := "", c.inode == "0"
		if !ours {
			program, ours = w.owner(c.inode)
		}
		if ours && !told[program] {
			told[program] = true
			w.Tell(program)
		}
	}
}

// connection is a TCP connection. The kernel keeps one that ended for a while, without an
// owner.
type connection struct {
	local, to netip.AddrPort
	inode     string
}

// ends are what stays the same of a connection while it lasts.
func (c connection) ends() connection { return connection{local: c.local, to: c.to} }

// connections are the TCP connections to GitHub.
//
// https://docs.kernel.org/networking/proc_net_tcp.html
func connections(isGitHub func(netip.AddrPort) bool) []connection {
	const local, remote, inode, fields = 1, 2, 9, 10
	var found []connection
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Fields(line)
			if len(cells) < fields {
				continue
			}
			to, ok := parseAddress(cells[remote])
			if ok && isGitHub(to) {
				from, _ := parseAddress(cells[local])
				found = append(found, connection{from, to, cells[inode]})
			}
		}
	}
	return found
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

func (w Watching) owns(c connection) bool {
	_, ok := w.owner(c.inode)
	return ok
}

// owner is the program that has a socket, if the command has started it.
func (w Watching) owner(inode string) (program string, ok bool) {
	name := "socket:[" + inode + "]"
	ours := descendants(w.PID)
	for process := range ours {
		dir := filepath.Join("/proc", strconv.Itoa(process))
		if has(dir, name) && (ours[process] || w.marked(dir)) {
			comm, _ := os.ReadFile(filepath.Join(dir, "comm"))
			return strings.TrimSpace(string(comm)), true
		}
	}
	return "", false
}

func has(dir, socket string) bool {
	files, err := os.ReadDir(filepath.Join(dir, "fd"))
	if err != nil {
		return false
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
