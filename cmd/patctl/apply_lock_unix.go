//go:build !windows

package main

// systemLock is the file that the system locks: the one that says who holds it.
const systemLock = lockFile
