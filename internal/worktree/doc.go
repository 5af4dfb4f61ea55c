// Package worktree finds and reads the text files of a directory that belong to
// a project: it leaves out what Git ignores, binary files and .git.
//
// In a working tree of Git, the git program says which files these are. Outside
// of one, or where git does not say, nothing is ignored. Patterns of patctl's own
// (.patctl-ignore files) hold in both. The package follows no symbolic link.
package worktree
