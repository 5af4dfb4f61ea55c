// Package git reads the files of one revision of a Git repository as a file
// system, by the user's own git program. The working tree and the index do not
// matter for them. It also lists the files of a working tree that Git does not ignore.
//
// It writes nothing, fetches nothing, runs no hook, no filter and no program that
// the configuration of the repository names, no matter who wrote it, and
// does not enter submodules.
package git
