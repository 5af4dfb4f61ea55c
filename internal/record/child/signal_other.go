//go:build !unix

package child

import "os"

var forwarded = []os.Signal{os.Interrupt}

// reachedGroup is true: the console sends Ctrl-C to all of its processes.
func reachedGroup(os.Signal) bool { return true }

func signalOf(*os.ProcessState) os.Signal { return nil }

func number(os.Signal) int { return 0 }
