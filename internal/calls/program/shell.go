package program

import (
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/shell"
)

// readShell reads a line of a shell.
func readShell(line string) reading.Reading { return shell.Read(line) }
