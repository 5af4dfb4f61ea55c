// Package git reads the files of one revision of a Git repository as a file
// system, by the user's own git program. The working tree, the index and the
// references are neither read nor changed.
//
// It writes nothing, fetches nothing, runs no hook, no filter and no program that
// the configuration of the repository names, whoever wrote that, and
// does not enter submodules.
package git
