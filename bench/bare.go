package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// bare are the programs that patctl is compared with and that only decode their input. Each
// is run as a process of its own, by this program's first argument.
var bare = map[string]func(string) error{
	"decode-json": decodeJSON,
	"decode-hcl":  decodeHCL,
}

// decodeJSON decodes a file with encoding/json into any.
func decodeJSON(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var document any
	return json.Unmarshal(data, &document)
}

// plainConfiguration is what writeTemplates writes, as a program would read it that only
// decodes.
type plainConfiguration struct {
	Templates []plainTemplate `hcl:"template,block"`
	Rest      hcl.Body        `hcl:",remain"`
}

type plainTemplate struct {
	Label        string            `hcl:"label,label"`
	ForEach      map[string]string `hcl:"for_each,optional"`
	Name         string            `hcl:"name"`
	Description  string            `hcl:"description"`
	TargetName   string            `hcl:"target_name"`
	ExpiresIn    int               `hcl:"expires_in"`
	Permissions  map[string]string `hcl:"permissions"`
	Repositories []string          `hcl:"repositories"`
	Labels       map[string]string `hcl:"labels"`
}

// decodeHCL decodes the files of a directory with hclparse and gohcl, one after another.
func decodeHCL(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.pat.hcl"))
	if err != nil {
		return err
	}
	ctx, templates := plainContext(), 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, diags := hclparse.NewParser().ParseHCL(src, name)
		if diags.HasErrors() {
			return diags
		}
		var out plainConfiguration
		if diags := gohcl.DecodeBody(file.Body, ctx, &out); diags.HasErrors() {
			return diags
		}
		templates += len(out.Templates)
	}
	if templates == 0 {
		return fmt.Errorf("%s has no templates", dir)
	}
	return nil
}

func plainContext() *hcl.EvalContext {
	object := func(pairs ...string) cty.Value {
		values := map[string]cty.Value{}
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = cty.StringVal(pairs[i+1])
		}
		return cty.ObjectVal(values)
	}
	return &hcl.EvalContext{
		Functions: map[string]function.Function{"merge": stdlib.MergeFunc},
		Variables: map[string]cty.Value{
			"var":  object("org", "octo-org"),
			"each": object("key", "test", "value", "t"),
			"local": cty.ObjectVal(map[string]cty.Value{
				"read_repo": object("contents", "read", "metadata", "read"),
				"stages":    object("test", "t", "live", "l"),
			}),
		},
	}
}
