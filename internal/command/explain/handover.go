package explain

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
)

// settle leaves out the calls that a file leaves to another file that was read, too.
func (s *sources) settle() {
	for _, f := range s.files {
		path := f.path
		if path == "" {
			path = s.env.Path(f.name)
		}
		f.reading.Unclear = slices.DeleteFunc(f.reading.Unclear, func(u reading.Unclear) bool {
			return u.Module != "" && slices.ContainsFunc(moduleFiles(path, u.Module), func(file string) bool { return s.seen[file] })
		})
	}
}

// scriptEnds are how the names of files with modules may end.
var scriptEnds = []string{"", ".ts", ".js", ".mjs", ".mts", ".cjs", ".cts", ".tsx", ".jsx"}

// moduleFiles are the files that a module may be in that a file imports.
//
// https://nodejs.org/api/modules.html#all-together
// https://docs.python.org/3/reference/import.html#package-relative-imports
func moduleFiles(from, module string) []string {
	base := filepath.Join(filepath.Dir(from), filepath.FromSlash(module))
	files := []string{base + ".py", filepath.Join(base, "__init__.py")}
	bases := []string{base, filepath.Join(base, "index")}
	if end := filepath.Ext(base); strings.HasSuffix(end, "js") { // that TypeScript makes of another file
		bases = append(bases, strings.TrimSuffix(base, end))
	}
	for _, b := range bases {
		for _, end := range scriptEnds {
			files = append(files, b+end)
		}
	}
	return files
}
