package functions

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// fileFunctions read files of the loader's file system. Paths are relative to
// the directory in which the call is written.
type fileFunctions struct {
	l   *Library
	dir string
}

var pathParameter = function.Parameter{Name: "path", Type: cty.String}

func (f fileFunctions) file() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{pathParameter},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			src, err := f.read(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(string(src)), nil
		},
	})
}

func (f fileFunctions) fileexists() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{pathParameter},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name, err := f.Resolve(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			info, err := fs.Stat(f.l.tree.Fsys, name)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				return cty.False, nil
			case err != nil:
				return cty.NilVal, function.NewArgErrorf(0, "the file %q cannot be read: %s", args[0].AsString(), tree.Reason(err))
			case !info.Mode().IsRegular():
				return cty.NilVal, function.NewArgErrorf(0, "%q is not a regular file", args[0].AsString())
			}
			return cty.True, nil
		},
	})
}

// templatefile renders a file as a template that sees only the variables
// given to it, and the functions in table.
func (f fileFunctions) templatefile(table map[string]function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{pathParameter, variablesParameter},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			name := args[0].AsString()
			src, err := f.read(name)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return f.l.render(name, string(src), args[1], table)
		},
	})
}

// templatestring is templatefile for a text that is given.
func (f fileFunctions) templatestring(table map[string]function.Function) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "template", Type: cty.String}, variablesParameter},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return f.l.render("template", args[0].AsString(), args[1], table)
		},
	})
}

var variablesParameter = function.Parameter{Name: "vars", Type: cty.DynamicPseudoType}

func (l *Library) render(name, src string, vars cty.Value, table map[string]function.Function) (cty.Value, error) {
	variables, err := templateVariables(vars)
	if err != nil {
		return cty.NilVal, function.NewArgError(1, err)
	}
	x, err := l.template(name, src)
	if err != nil {
		return cty.NilVal, err
	}
	for _, traversal := range x.Variables() {
		if _, ok := variables[traversal.RootName()]; !ok {
			return cty.NilVal, fmt.Errorf("%s: the template needs a variable %q, which was not given", traversal.SourceRange(), traversal.RootName())
		}
	}
	v, diags := x.Value(&hcl.EvalContext{Variables: variables, Functions: table})
	if diags.HasErrors() {
		return cty.NilVal, diags
	}
	return v, nil
}

// template parses a text once. Instances of a block tend to use the same.
func (l *Library) template(name, src string) (hclsyntax.Expression, error) {
	key := name + "\x00" + src
	if known, ok := l.parsed.Load(key); ok {
		return known.(hclsyntax.Expression), nil
	}
	if problem := syntax.TemplateProblem(src); problem != "" {
		return nil, function.NewArgErrorf(0, "%s", problem)
	}
	if !l.budget.Draw(len(src)) {
		return nil, errStopped
	}
	x, diags := hclsyntax.ParseTemplate([]byte(src), name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, diags
	}
	m := budget.Meter{Budget: l.budget}
	x = m.Top(x)
	l.parsed.Store(key, x)
	return x, nil
}

func templateVariables(v cty.Value) (map[string]cty.Value, error) {
	if ty := v.Type(); !ty.IsObjectType() && !ty.IsMapType() {
		return nil, errors.New("an object of variables is required")
	}
	variables := map[string]cty.Value{}
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if !hclsyntax.ValidIdentifier(key.AsString()) {
			return nil, fmt.Errorf("%q is not a valid name of a variable", key.AsString())
		}
		variables[key.AsString()] = value
	}
	return variables, nil
}

// read returns the text of a file.
func (f fileFunctions) read(name string) ([]byte, error) {
	resolved, err := f.Resolve(name)
	if err != nil {
		return nil, err
	}
	src, err := tree.ReadLimited(f.l.tree.Fsys, resolved)
	if err != nil {
		return nil, fmt.Errorf("the file %q cannot be read: %s", name, tree.Reason(err))
	}
	if !utf8.Valid(src) {
		return nil, fmt.Errorf("the file %q is not UTF-8 text", name)
	}
	return src, nil
}

// Resolve finds a path in the file system, and refuses one that leads out of it.
func (f fileFunctions) Resolve(name string) (string, error) {
	if path.IsAbs(name) || strings.Contains(name, `\`) {
		return "", fmt.Errorf("the path %q must be relative, and use / as the separator", name)
	}
	resolved := path.Join(f.dir, name)
	if tree.Outside(resolved) || !fs.ValidPath(resolved) {
		return "", fmt.Errorf("the path %q is outside %s, and patctl does not read files there", name, f.l.tree.TopName())
	}
	if err := f.l.tree.Refusal(resolved); err != nil {
		return "", tree.Refused(name, err)
	}
	return resolved, nil
}
