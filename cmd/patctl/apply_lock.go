package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/patctl/patctl/internal/diag"
)

// lockFile keeps a second apply out of the directory.
const lockFile = ".patctl.lock"

// holder says in a lock file who holds the lock.
type holder struct {
	Host  string    `json:"host"`
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// directoryLock is held until release, or until the process ends: the system
// gives the lock of a dead process back, whatever its file says.
type directoryLock struct {
	file   *flock.Flock
	holder string // path of the file that says who holds it
}

// acquireLock locks the working directory against a second apply. It does not
// wait: what the other one does changes the plan.
func acquireLock(e *env, v *view) (*directoryLock, error) {
	path, named := e.path(systemLock), e.path(lockFile)
	for {
		lock := flock.New(path, flock.SetPermissions(0o600))
		locked, err := lock.TryLock()
		if err != nil {
			_ = lock.Close()
			return nil, fmt.Errorf("lock the directory with %s: %w", lockFile, cause(err))
		}
		if !locked {
			_ = lock.Close()
			return nil, lockedBy(readHolder(named))
		}
		// Who held it may have removed the file that was opened here.
		if !isAt(lock, path) {
			_ = lock.Close()
			continue
		}
		l := &directoryLock{lock, named}
		if err := l.take(e, v, readHolder(named)); err != nil {
			l.release()
			return nil, err
		}
		return l, nil
	}
}

// take writes down who holds the lock. One that another machine left behind may
// be in use: the lock of a file is not seen across all network file systems.
func (l *directoryLock) take(e *env, v *view, before *holder) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	if before != nil && before.Host != host {
		l.file = nil // it stays as it is
		return lockedBy(before)
	}
	if before != nil {
		v.remark("Took the lock %s over from the process %d, which has ended.", lockFile, before.PID)
	}
	text, err := json.Marshal(holder{host, os.Getpid(), e.now().UTC()})
	if err != nil {
		return fmt.Errorf("encode the lock: %w", err)
	}
	if err := os.WriteFile(l.holder, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("lock the directory with %s: %w", lockFile, cause(err))
	}
	return nil
}

// release gives the lock back. The file goes first, while nobody else can have it.
func (l *directoryLock) release() {
	if l.file == nil {
		return
	}
	_ = os.Remove(l.holder) // an empty lock does no harm
	_ = l.file.Close()
}

func isAt(lock *flock.Flock, path string) bool {
	opened, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(opened, there)
}

// readHolder returns who a lock file names, or nil where it names nobody.
func readHolder(path string) *holder {
	data, err := readLimitedFile(path, 1<<12)
	var h holder
	if err != nil || json.Unmarshal(data, &h) != nil || h.PID == 0 {
		return nil
	}
	return &h
}

func lockedBy(h *holder) error {
	who := "another process"
	if h != nil {
		who = fmt.Sprintf("the process %d on %s, since %s", h.PID, diag.Printable(h.Host), h.Since.UTC().Format(time.RFC3339))
	}
	return &usageError{"Another apply is at work", fmt.Sprintf(
		"%s in this directory is held by %s. Wait until it has ended. If that machine is gone, remove the file.", lockFile, who)}
}

// gone reports whether a file is not there.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) }
