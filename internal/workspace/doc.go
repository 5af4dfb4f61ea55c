// Package workspace is what commands work on: the configuration of the directory
// and the templates chosen from it, the requests and tokens that are judged (over
// the API, from snapshots, from dumps), documents that patctl has saved, and the
// files that it keeps beside the configuration (inventory, journal, lock).
package workspace
