//go:build unix

package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// asOther makes a program run as the user postgres where the tests run as root, which
// PostgreSQL refuses, and gives files to that user.
func asOther(c *exec.Cmd, files ...string) error {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // a terminal's Ctrl+C is for the tests, which stop it
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return fmt.Errorf("no user to run PostgreSQL as: %w", err)
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	if uidErr != nil || gidErr != nil {
		return fmt.Errorf("the user %s has no numbers", u.Username)
	}
	for _, file := range files {
		if err := os.Lchown(file, int(uid), int(gid)); err != nil {
			return err
		}
	}
	c.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return nil
}
