// Package command is the command line of patctl: it puts the commands together,
// reads the arguments, and turns what comes back into an exit code. What every
// command does is in the package of its own below this one; no command imports
// another.
package command
