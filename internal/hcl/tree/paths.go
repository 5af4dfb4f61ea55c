package tree

import (
	"path/filepath"

	"github.com/zclconf/go-cty/cty"
)

// Paths is the object path in the files of dir. Since functions read paths that are
// relative to dir, its directory is ".".
func (t *Tree) Paths(dir string) cty.Value {
	root, err := filepath.Rel(filepath.FromSlash(dir), filepath.FromSlash(t.Dir))
	if err != nil {
		root = "." // both are relative to the top
	}
	return cty.ObjectVal(map[string]cty.Value{
		"module": cty.StringVal("."),
		"root":   cty.StringVal(filepath.ToSlash(root)),
	})
}
