package functions

import (
	"errors"
	"io/fs"
	"path"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/tree"
)

// Functions on paths, which have / between their parts on every system, and on times.
var (
	basenameFunc = stringFunc(func(s string) (string, error) { return path.Base(s), nil })
	dirnameFunc  = stringFunc(func(s string) (string, error) { return path.Dir(s), nil })

	timecmpFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "timestamp_a", Type: cty.String}, {Name: "timestamp_b", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var times [2]time.Time
			for i, arg := range args {
				t, err := time.Parse(time.RFC3339, arg.AsString())
				if err != nil {
					return cty.NilVal, function.NewArgErrorf(i, `a time such as "2026-11-22T10:00:00Z" is required`)
				}
				times[i] = t
			}
			return cty.NumberIntVal(int64(times[0].Compare(times[1]))), nil
		},
	})
)

// fileset finds the regular files in a directory and those below that fit a
// pattern, as paths relative to the directory.
func (f fileFunctions) fileset() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{pathParameter, {Name: "pattern", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Set(cty.String)),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			top, err := f.Resolve(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			glob, err := newGlob(args[1].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			found, err := f.find(top, glob)
			switch {
			case err != nil:
				return cty.NilVal, err
			case len(found) == 0:
				return cty.SetValEmpty(cty.String), nil
			}
			return cty.SetVal(found), nil
		},
	})
}

// find walks through a directory. It follows no symbolic link, and leaves out
// what the other functions do not read.
func (f fileFunctions) find(top string, g glob) ([]cty.Value, error) {
	var found []cty.Value
	err := fs.WalkDir(f.l.tree.Fsys, top, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case !f.l.budget.Draw(20):
			return errStopped
		case err != nil:
			if name == top {
				return fs.SkipAll // as in Terraform, a directory that does not exist has no files
			}
			return fs.SkipDir
		case name == top:
			return nil
		case tree.GitPart(entry.Name()):
			return leftOut(entry)
		}
		if err := f.l.tree.Ignored(name); errors.Is(err, tree.ErrIgnored) {
			return leftOut(entry)
		} else if err != nil {
			return tree.Refused(name, err)
		}
		relative := name
		if top != "." {
			relative = name[len(top)+1:]
		}
		if entry.Type().IsRegular() && g.fits(relative) {
			found = append(found, cty.StringVal(relative))
		}
		return nil
	})
	return found, err
}

// leftOut goes on behind an entry of a directory.
func leftOut(entry fs.DirEntry) error {
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}
