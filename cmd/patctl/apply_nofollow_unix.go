//go:build unix

package main

import "syscall"

// openNoFollow makes the system refuse to open a symbolic link.
const openNoFollow = syscall.O_NOFOLLOW | syscall.O_NONBLOCK
