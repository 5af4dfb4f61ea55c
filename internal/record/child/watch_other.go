//go:build !linux

package child

import "net/netip"

// Watch does nothing: only Linux shows the connections of a process.
func Watch(done <-chan struct{}, _ int, _ func(netip.AddrPort) bool, _ func(string, netip.AddrPort)) {
	<-done
}
