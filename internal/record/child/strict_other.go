//go:build !linux

package child

import (
	"errors"
	"net"
)

// StrictAddress is where the proxy of a strict command listens.
const StrictAddress = "127.0.0.1:3128"

// errNoNamespaces is the same for all commands.
var errNoNamespaces = errors.New("only Linux has network namespaces")

// StartStrict fails: only Linux has network namespaces.
func (c Command) StartStrict(string, []string, func(net.Listener)) (*Started, error) {
	return nil, errNoNamespaces
}

// RunInside fails: only Linux has network namespaces.
func RunInside([]string, []string, string) error { return errNoNamespaces }
