package record

import (
	"context"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// ranges are the addresses of GitHub's own networks.
//
// https://api.github.com/meta
var ranges = []netip.Prefix{
	netip.MustParsePrefix("140.82.112.0/20"), netip.MustParsePrefix("143.55.64.0/20"), netip.MustParsePrefix("185.199.108.0/22"),
	netip.MustParsePrefix("192.30.252.0/22"), netip.MustParsePrefix("2606:50c0::/32"), netip.MustParsePrefix("2a0a:a440::/29"),
}

// resolved are the hosts whose addresses are looked up.
var resolved = []string{"api.github.com", "github.com", "uploads.github.com", "codeload.github.com", "raw.githubusercontent.com", "ghcr.io"}

// lookUpTime is how long looking up a name may take.
const lookUpTime = 5 * time.Second

// LookUp returns the addresses of a host. The network is "ip".
type LookUp func(ctx context.Context, network, host string) ([]netip.Addr, error)

// Addresses returns a function that reports whether an address is one of GitHub's web
// servers. Names are looked up meanwhile; a name that can't be looked up is left out.
func (h Hosts) Addresses(ctx context.Context, lookUp LookUp) func(netip.AddrPort) bool {
	var (
		mu    sync.Mutex
		known = map[netip.AddrPort]bool{}
	)
	add := func(host string, port uint16) {
		ctx, cancel := context.WithTimeout(ctx, lookUpTime)
		defer cancel()
		addresses, err := lookUp(ctx, "ip", host)
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for _, address := range addresses {
			known[netip.AddrPortFrom(address.Unmap(), port)] = true
		}
	}
	const web = 443
	for _, host := range resolved {
		go add(host, web)
	}
	for _, server := range h.Servers {
		host, port := server, uint64(web)
		if name, text, err := net.SplitHostPort(server); err == nil {
			host = name
			port, _ = strconv.ParseUint(text, 10, 16)
		}
		go add(host, uint16(port))
	}
	return func(to netip.AddrPort) bool {
		mu.Lock()
		defer mu.Unlock()
		return known[to] || to.Port() == web && InRanges(to.Addr())
	}
}

// InRanges reports whether an address belongs to one of GitHub's own networks.
func InRanges(address netip.Addr) bool {
	for _, prefix := range ranges {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

var wordPattern = lazyregexp.New(`[^A-Za-z0-9._+-]+`)

// Word is the name of a program without what a terminal would obey.
func Word(name string) string {
	const longest = 40
	name = wordPattern.ReplaceAllString(name, "_")
	return name[:min(len(name), longest)]
}
