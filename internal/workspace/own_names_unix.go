//go:build !windows

package workspace

// SystemLock is the file that the system locks: the one that says who holds it.
const SystemLock = LockFile
