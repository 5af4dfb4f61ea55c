package serve

import (
	"fmt"
	"os"
	"strings"

	"github.com/patctl/patctl/internal/hcl"
)

// fingerprint tells apart states of files and directories by their sizes and times. Of a
// directory, only the names count that a configuration can consist of: journal and status
// are written beside them.
func fingerprint(paths []string) string {
	var out strings.Builder
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			fmt.Fprintf(&out, "%s: none\n", path)
		case info.IsDir():
			fmt.Fprintf(&out, "%s: %s\n", path, strings.Join(configurationFiles(path), " "))
		default:
			fmt.Fprintf(&out, "%s: %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
	}
	return out.String()
}

func configurationFiles(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, entry := range entries {
		name := entry.Name()
		for _, suffix := range []string{hcl.NativeSuffix, hcl.JSONSuffix, hcl.ValuesSuffix, hcl.ValuesSuffix + ".json"} {
			if strings.HasSuffix(name, suffix) {
				out = append(out, name)
			}
		}
	}
	return out
}

// watched are the files that a configuration was made from.
type watched struct {
	paths  []string
	loaded string // their fingerprint when they were loaded
	seen   string // when they were looked at last
}

// changed reports whether the files are different from those that were loaded, and have
// not changed since the call before: somebody may be in the middle of writing them.
func (w *watched) changed() bool {
	now := fingerprint(w.paths)
	settled := now == w.seen
	w.seen = now
	return settled && now != w.loaded
}

// around calls read, which returns the paths that it read, until nothing has changed while it
// read, a few times at most.
func (w *watched) around(read func() []string) {
	for range 3 {
		before := fingerprint(w.paths)
		w.paths = read()
		w.loaded = fingerprint(w.paths)
		w.seen = w.loaded
		if before == w.loaded {
			return
		}
	}
}
