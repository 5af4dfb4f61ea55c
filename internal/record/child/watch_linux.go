package child

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// watchInterval is how often connections are looked at. What is shorter may be missed, which
// is why --strict exists.
const watchInterval = 25 * time.Millisecond

// Watch looks for connections of a process and its descendants that go to a host of GitHub
// without the proxy, until done is closed. It tells each program once for each address.
func Watch(done <-chan struct{}, pid int, isGitHub func(netip.AddrPort) bool, tell func(program string, to netip.AddrPort)) {
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	told := map[string]bool{}
	for {
		for _, c := range connections(isGitHub) {
			program, ok := ownerOf(c.inode, pid)
			if key := program + " " + c.to.String(); ok && !told[key] {
				told[key] = true
				tell(program, c.to)
			}
		}
		select {
		case <-ticker.C:
		case <-done:
			return
		}
	}
}

type connection struct {
	to    netip.AddrPort
	inode string
}

// connections are the open TCP connections to GitHub that have an owner.
//
// https://docs.kernel.org/networking/proc_net_tcp.html
func connections(isGitHub func(netip.AddrPort) bool) []connection {
	const remote, inode, fields = 2, 9, 10
	var found []connection
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			cells := strings.Fields(line)
			if len(cells) < fields || cells[inode] == "0" {
				continue
			}
			to, ok := parseAddress(cells[remote])
			if ok && isGitHub(to) {
				found = append(found, connection{to, cells[inode]})
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

// ownerOf is the program that has a socket, if it is pid or a descendant.
func ownerOf(inode string, pid int) (program string, ok bool) {
	name := "socket:[" + inode + "]"
	for _, process := range descendants(pid) {
		dir := filepath.Join("/proc", strconv.Itoa(process))
		files, err := os.ReadDir(filepath.Join(dir, "fd"))
		if err != nil {
			continue
		}
		for _, f := range files {
			if target, err := os.Readlink(filepath.Join(dir, "fd", f.Name())); err == nil && target == name {
				comm, _ := os.ReadFile(filepath.Join(dir, "comm"))
				return strings.TrimSpace(string(comm)), true
			}
		}
	}
	return "", false
}

// descendants are a process and all that it has started, as far as their parents still run.
func descendants(pid int) []int {
	parents := map[int]int{}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return []int{pid}
	}
	for _, entry := range entries {
		if process, err := strconv.Atoi(entry.Name()); err == nil {
			parents[process] = parentOf(process)
		}
	}
	found := []int{pid}
	for process := range parents {
		for at, steps := process, 0; at > 1 && steps < len(parents); at, steps = parents[at], steps+1 {
			if parents[at] == pid {
				found = append(found, process)
				break
			}
		}
	}
	slices.Sort(found)
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
