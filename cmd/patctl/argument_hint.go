package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/hcl"
)

// argumentHint says how the command that was meant is written, where an
// argument belongs behind a flag, or is empty.
func argumentHint(e *env, cmd *cobra.Command, args []string) string {
	arg := args[0]
	info, err := os.Stat(filepath.Join(e.path(e.global.chdir), arg))
	switch {
	case err == nil && info.IsDir() && filepath.Clean(arg) == ".":
		return commandToRun("It works in the current directory anyway. Run:", cmd.CommandPath())
	case err == nil && info.IsDir():
		return commandToRun("To work in that directory, run:", "patctl", "--chdir", shellWord(arg), cmd.Name())
	case cmd.Flags().Lookup("snapshot") != nil && looksLikeFile(arg, err):
		return commandToRun("To read a snapshot, run:", cmd.CommandPath(), "--snapshot", shellWord(arg))
	case cmd.Flags().Lookup("from") != nil:
		return commandToRun("To read a saved report, run:", cmd.CommandPath(), "--from", shellWord(arg))
	case cmd.Flags().Lookup("out") != nil && looksLikeFile(arg, err):
		return commandToRun("To write to a file, run:", cmd.CommandPath(), "--out", shellWord(arg))
	case cmd.Flags().Lookup("organization") != nil && loginPattern.MatchString(arg):
		return commandToRun("To name an organization, run:", cmd.CommandPath(), "--organization", arg)
	}
	return ""
}

func commandToRun(intro string, words ...string) string {
	return " " + intro + "\n\n  " + strings.Join(words, " ")
}

// looksLikeFile reports whether a word is the name of a file, given what came of
// looking for one, or is written like one.
func looksLikeFile(word string, err error) bool {
	return err == nil || strings.ContainsAny(word, `/\`) || strings.HasSuffix(word, ".json") || strings.HasSuffix(word, ".plan")
}

// directoryHint is said where a directory is given in place of an address.
func directoryHint(e *env, cmd *cobra.Command, args []string) error {
	for _, arg := range args {
		info, err := os.Stat(filepath.Join(e.path(e.global.chdir), arg))
		if err == nil && info.IsDir() && cmd.Flags().Lookup("label") != nil {
			return usageErrorf(cmd, "Directory instead of an address", "%s takes addresses of templates, and %q is a directory.%s",
				cmd.CommandPath(), arg, argumentHint(e, cmd, []string{arg}))
		}
	}
	return nil
}

// maxBelow is how many directories below are named, and maxDepth how deep they are.
const maxBelow, maxDepth = 5, 4

// configurationsBelow returns directories below dir that have configuration
// files, as paths from dir. It does not look into hidden directories.
func configurationsBelow(dir string) []string {
	var found []string
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path) // path is below dir
		name := entry.Name()
		switch {
		case err != nil && entry.IsDir():
			return fs.SkipDir
		case len(found) == maxBelow:
			return fs.SkipAll
		case entry.IsDir() && path != dir && (strings.HasPrefix(name, ".") || strings.Count(rel, string(filepath.Separator)) >= maxDepth):
			return fs.SkipDir
		case !entry.IsDir() && !strings.HasPrefix(name, ".") && (strings.HasSuffix(name, hcl.NativeSuffix) || strings.HasSuffix(name, hcl.JSONSuffix)):
			found = append(found, filepath.ToSlash(filepath.Dir(rel)))
			return fs.SkipDir
		}
		return nil
	})
	return found
}
