package analysis

import (
	"bytes"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// Workspace knows the directories with configuration files, and which of them use others as
// modules.
type Workspace struct {
	dirs map[string]map[string][]string // directory -> its files -> the directories that they name as modules
}

// notOwn are directories that no configuration of one's own is in.
var notOwn = []string{"node_modules", "vendor"}

// NewWorkspace finds the directories with configuration files in a file system. It looks at no more
// than limit files and directories, and not into hidden directories nor where ignores, which can
// be nil, reports that Git ignores them.
func NewWorkspace(fsys fs.FS, limit int, ignores func(name string) (bool, error)) *Workspace {
	w := &Workspace{dirs: map[string]map[string][]string{}}
	seen := 0
	_ = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		seen++
		switch {
		case seen > limit:
			return fs.SkipAll
		case err != nil && entry != nil && entry.IsDir():
			return fs.SkipDir
		case err != nil:
			return nil
		case entry.IsDir() && name != "." && (strings.HasPrefix(entry.Name(), ".") || slices.Contains(notOwn, entry.Name()) || ignored(name, ignores)):
			return fs.SkipDir
		case !entry.IsDir() && filename.IsConfiguration(name) && !ignored(name, ignores):
			w.Refresh(fsys, name)
		}
		return nil
	})
	return w
}

func ignored(name string, ignores func(name string) (bool, error)) bool {
	if ignores == nil {
		return false
	}
	yes, err := ignores(name)
	return yes || err != nil
}

// Refresh notes that a file was made, changed, or removed.
func (w *Workspace) Refresh(fsys fs.FS, name string) {
	if !filename.IsConfiguration(name) {
		return
	}
	dir := path.Dir(path.Clean(name))
	src, err := tree.ReadLimited(fsys, name)
	if err != nil {
		delete(w.dirs[dir], name)
		if len(w.dirs[dir]) == 0 {
			delete(w.dirs, dir)
		}
		return
	}
	if w.dirs[dir] == nil {
		w.dirs[dir] = map[string][]string{}
	}
	w.dirs[dir][name] = moduleSources(dir, src)
}

// moduleSource is the argument source of a module, in native syntax or JSON.
var moduleSource = lazyregexp.New(`(?m)(?:^|[{,])[ \t]*(?:source|"source"[ \t]*:)[ \t]*=?[ \t]*"(\.[^"\\$%\n]*)"`)

// moduleSources are the directories that a text names as sources of modules. It need not be
// free of errors.
func moduleSources(dir string, src []byte) []string {
	if !bytes.Contains(src, []byte("module")) {
		return nil
	}
	var dirs []string
	for _, m := range moduleSource.FindAllSubmatch(src, -1) {
		if below := path.Join(dir, string(m[1])); !tree.Outside(below) && below != dir {
			dirs = append(dirs, below)
		}
	}
	return dirs
}

// Directories are those with configuration files, sorted.
func (w *Workspace) Directories() []string { return slices.Sorted(maps.Keys(w.dirs)) }

// Of returns the root directories through which a file is judged, sorted: those whose configuration
// uses its directory, as a module or through modules. If there are none, it is the
// directory of the file, or that of the configuration whose tests it is one of.
func (w *Workspace) Of(name string) []string {
	dir := path.Dir(path.Clean(name))
	if above := path.Dir(dir); filename.IsTest(name) && w.dirs[dir] == nil && path.Base(dir) == filename.TestDirectory && w.dirs[above] != nil {
		return []string{above} // the tests of a module run in it alone
	}
	if filename.IsTest(name) {
		return []string{dir}
	}
	return roots(dir, w.users())
}

// roots are the directories that use a directory and that none uses, sorted. If all use one
// another, it is the directory itself.
func roots(dir string, users map[string][]string) []string {
	var found []string
	seen := map[string]bool{}
	var climb func(dir string)
	climb = func(dir string) {
		if seen[dir] {
			return
		}
		seen[dir] = true
		if len(users[dir]) == 0 {
			found = append(found, dir)
		}
		for _, user := range users[dir] {
			climb(user)
		}
	}
	climb(dir)
	if len(found) == 0 {
		return []string{dir}
	}
	slices.Sort(found)
	return found
}

// users are the directories that use a directory as a module.
func (w *Workspace) users() map[string][]string {
	users := map[string][]string{}
	for _, dir := range w.Directories() {
		for _, named := range w.dirs[dir] {
			for _, module := range named {
				if w.dirs[module] != nil && !slices.Contains(users[module], dir) {
					users[module] = append(users[module], dir)
				}
			}
		}
	}
	return users
}
