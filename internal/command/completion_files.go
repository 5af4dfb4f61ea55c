package command

import (
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
)

// fileNames returns the names of files that begin with what was typed. Those of directories
// end with a slash. Hidden files are left out unless their dot was typed.
func fileNames(e *cli.Env, typed string) []cobra.Completion {
	dir, base := path.Split(typed)
	entries, err := os.ReadDir(e.Path(dir))
	if err != nil {
		return nil
	}
	var out []cobra.Completion
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && base == "" {
			continue
		}
		name = dir + name
		if info, err := os.Stat(e.Path(name)); err == nil && info.IsDir() {
			name += "/"
		}
		out = append(out, name)
	}
	return out
}
