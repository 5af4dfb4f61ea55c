package main

import (
	"fmt"
	"io/fs"
	"os"
)

// checkOwnFiles refuses files of apply that are none: behind a symbolic link,
// which may come with somebody else's commit, something outside of the directory
// would be overwritten, and a pipe would be waited for without end.
func checkOwnFiles(e *env) error {
	for _, name := range []string{systemLock, lockFile, journalFile, inventoryFile} {
		info, err := os.Lstat(e.path(name))
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return &usageError{"Not a regular file", fmt.Sprintf(
				"%s is %s, and apply writes it as a regular file beside the configuration only. Nothing was done. Remove it, and look who made it.",
				name, fileKind(info.Mode()))}
		}
	}
	return nil
}

func fileKind(mode fs.FileMode) string {
	if mode&fs.ModeSymlink != 0 {
		return "a symbolic link"
	}
	return kindOf(mode)
}
