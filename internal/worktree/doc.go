// Package worktree finds and reads the text files of a directory that belong to
// a project: it leaves out what Git would ignore, binary files and .git.
//
// The patterns are those of https://git-scm.com/docs/gitignore in .gitignore
// files and in .git/info/exclude. The package does not ask Git itself, so that
// it works outside of a repository, too: it does not know which files Git
// tracks although a pattern fits them, nor the user's own core.excludesFile, nor
// the exclude file of a repository that has its working tree elsewhere.
// It follows no symbolic link.
package worktree
