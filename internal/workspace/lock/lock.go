// Package lock keeps two processes from acting in one directory at the same time.
package lock

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/workspace"
)

// Holder says in a lock file who holds the lock.
type Holder struct {
	Host  string    `json:"host"`
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
	// Command is the one that runs; "": apply, which older versions do not name.
	Command string `json:"command,omitempty"`
}

// Directory is a lock of a directory. It is held until Release, or until the process ends: the system
// gives the lock of a dead process back, whatever its file says.
type Directory struct {
	file   *flock.Flock
	holder string // path of the file that says who holds it
}

// Acquire locks the working directory for the command that runs. It does not wait: what
// another process does changes the plan.
func Acquire(e *cli.Env, v *cli.View) (*Directory, error) {
	path, named := e.Path(workspace.SystemLock), e.Path(workspace.LockFile)
	for {
		lock := flock.New(path, flock.SetPermissions(0o600))
		locked, err := lock.TryLock()
		if err != nil {
			_ = lock.Close()
			return nil, fmt.Errorf("lock the directory with %s: %w", workspace.LockFile, cli.Cause(err))
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
		l := &Directory{lock, named}
		if err := l.take(e, v, readHolder(named)); err != nil {
			l.Release()
			return nil, err
		}
		return l, nil
	}
}

// take writes down who holds the lock. One that another machine left behind may
// be in use: the lock of a file is not seen across all network file systems.
func (l *Directory) take(e *cli.Env, v *cli.View, before *Holder) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	if before != nil && before.Host != host {
		l.file = nil // it stays as it is
		return lockedBy(before)
	}
	if before != nil {
		v.Remark("Took over the lock %s from the process %d, which has ended.", workspace.LockFile, before.PID)
	}
	text, err := json.Marshal(Holder{Host: host, PID: os.Getpid(), Since: e.Now().UTC(), Command: e.Command})
	if err != nil {
		return fmt.Errorf("encode the lock: %w", err)
	}
	if err := os.WriteFile(l.holder, append(text, '\n'), 0o600); err != nil {
		return fmt.Errorf("lock the directory with %s: %w", workspace.LockFile, cli.Cause(err))
	}
	return nil
}

// Release gives the lock back. The file goes first, while nobody else can have it.
func (l *Directory) Release() {
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
func readHolder(path string) *Holder {
	data, err := workspace.ReadLimitedFile(path, 1<<12)
	var h Holder
	if err != nil || json.Unmarshal(data, &h) != nil || h.PID == 0 {
		return nil
	}
	return &h
}

func lockedBy(h *Holder) error {
	who, command := "another process", "apply"
	if h != nil {
		command = cmp.Or(diag.Printable(h.Command), command)
		who = fmt.Sprintf("the process %d on %s, since %s", h.PID, diag.Printable(h.Host), h.Since.UTC().Format(time.RFC3339))
	}
	return &cli.UsageError{Summary: "Another " + command + " is running", Detail: fmt.Sprintf(
		"The file %s in this directory is locked by %s. Wait until the process ends. If that machine no longer exists, remove the file.", workspace.LockFile, who)}
}
