package cli

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// argumentHint says how the command that was meant is written, where an
// argument belongs behind a flag, or is empty.
func argumentHint(e *Env, cmd *cobra.Command, args []string) string {
	arg := args[0]
	info, err := os.Stat(filepath.Join(e.Path(e.Global.Chdir), arg))
	dir := ChdirFlag(ShellWord(filepath.ToSlash(filepath.Join(e.Global.Chdir, filepath.Dir(arg)))))
	switch {
	case isConfiguration(&sample{name: arg}):
		return commandToRun("The command reads all configuration files of the directory. Run:", "patctl"+dir, cmd.Name())
	case filepath.Ext(arg) == ".plan" && cmd.Flags().Lookup("snapshot") != nil:
		return commandToRun("To apply a saved plan, run:", "patctl"+ChdirFlag(ShellWord(filepath.ToSlash(filepath.Clean(e.Global.Chdir)))), "apply", ShellWord(arg))
	case err == nil && info.IsDir() && filepath.Clean(arg) == ".":
		return commandToRun("The command already works in the current directory. Run:", cmd.CommandPath())
	case err == nil && info.IsDir():
		return commandToRun("To work in that directory, run:", "patctl", "--chdir", ShellWord(arg), cmd.Name())
	case cmd.Flags().Lookup("snapshot") != nil && LooksLikeFile(arg, err):
		return commandToRun("To read a snapshot, run:", cmd.CommandPath(), "--snapshot", ShellWord(arg))
	case cmd.Flags().Lookup("from") != nil:
		return commandToRun("To read a saved report, run:", cmd.CommandPath(), "--from", ShellWord(arg))
	case cmd.Flags().Lookup("out") != nil && LooksLikeFile(arg, err):
		return commandToRun("To write to a file, run:", cmd.CommandPath(), "--out", ShellWord(arg))
	case cmd.Flags().Lookup("organization") != nil && LoginPattern.MatchString(arg):
		return commandToRun("To name an organization, run:", cmd.CommandPath(), "--organization", arg)
	}
	return ""
}

func commandToRun(intro string, words ...string) string {
	return " " + intro + "\n\n  " + strings.Join(words, " ")
}

// LooksLikeFile reports whether a word is the name of a file, given what came of
// looking for one, or is written like one.
func LooksLikeFile(word string, err error) bool {
	return err == nil || strings.ContainsAny(word, `/\`) || slices.Contains([]string{".json", ".plan", ".hcl"}, filepath.Ext(word))
}

// directoryHint is the hint for a directory that was given instead of an address.
func directoryHint(e *Env, cmd *cobra.Command, args []string) error {
	for _, arg := range args {
		info, err := os.Stat(filepath.Join(e.Path(e.Global.Chdir), arg))
		if err == nil && info.IsDir() && cmd.Flags().Lookup("label") != nil {
			return UsageErrorf(cmd, "Directory instead of an address", "%s takes addresses of templates, but %q is a directory.%s",
				cmd.CommandPath(), arg, argumentHint(e, cmd, []string{arg}))
		}
	}
	return nil
}

// maxBelow is how many directories below are named, maxDepth how deep they are,
// and maxSeen after how many files the search gives up.
const maxBelow, maxDepth, maxSeen = 5, 4, 20_000

// notOwn are directories whose configurations are seldom the user's own: they
// come with other software, or are inputs of tests.
var notOwn = []string{"node_modules", "vendor", "testdata", "third_party"}

// samples are directories whose configurations are named after all others.
var samples = lazyregexp.New(`(?i)(?:^|/)(?:_?examples?|samples?|docs?|tests?|fixtures?)(?:/|$)`)

// ConfigurationsBelow returns directories below dir that have configuration
// files, as paths from dir: the nearest first, and examples last. It looks
// neither into hidden directories nor into those of notOwn.
func ConfigurationsBelow(dir string) []string {
	var found []string
	seen := 0
	_ = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path) // path is below dir
		name := entry.Name()
		seen++
		switch {
		case err != nil && entry.IsDir():
			return fs.SkipDir
		case seen > maxSeen:
			return fs.SkipAll
		case entry.IsDir() && path != dir && (strings.HasPrefix(name, ".") || slices.Contains(notOwn, name) || strings.Count(rel, string(filepath.Separator)) >= maxDepth):
			return fs.SkipDir
		case !entry.IsDir() && !strings.HasPrefix(name, ".") && isConfiguration(&sample{name: name}):
			found = append(found, filepath.ToSlash(filepath.Dir(rel)))
			return fs.SkipDir
		}
		return nil
	})
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(distance(a), distance(b)) })
	return found[:min(len(found), maxBelow)]
}

// distance orders directories: how deep they are, and samples behind all others.
func distance(path string) int {
	d := strings.Count(path, "/")
	if samples.MatchString(path) {
		d += 2 * maxDepth
	}
	return d
}
