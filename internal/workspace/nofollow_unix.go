//go:build unix

package workspace

import "syscall"

// openNoFollow makes the system refuse to open a symbolic link.
const openNoFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
