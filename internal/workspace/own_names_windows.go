package workspace

// SystemLock is the file that the system locks. What is locked cannot be read or
// written by anybody else here, so that it is not the one that says who holds it.
// It stays when the lock is given back.
const SystemLock = LockFile + ".sys"
