//go:build unix

package input

import "syscall"

// openFlags keep open from waiting until somebody writes into a pipe.
const openFlags = syscall.O_NONBLOCK
