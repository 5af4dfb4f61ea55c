// Package git reads the files of one revision of a Git repository as a file
// system, by the user's own git program. The working tree, the index and the
// references are neither read nor changed.
//
// It writes nothing, fetches nothing by itself, runs no hook and no filter, and
// does not enter submodules.
package git
