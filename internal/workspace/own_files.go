package workspace

import (
	"errors"
	"io/fs"
)

// gone reports whether a file is not there.
func gone(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// KindOf says what is in the place of a regular file.
func KindOf(mode fs.FileMode) string {
	if mode.IsDir() {
		return "a directory"
	}
	return "a special file"
}

// InventoryFile records, beside the configuration, the templates that are in force.
const InventoryFile = "patctl.inventory.json"

// NotifiedFile keeps, beside the configuration, what serve told people and programs.
const NotifiedFile = "patctl.notified.json"

// brokenNotified is where a NotifiedFile goes that cannot be read.
const brokenNotified = "patctl.notified.broken.json"
