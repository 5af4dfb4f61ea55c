package main

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// plainConfiguration is benchConfiguration as a program would read it that does
// nothing but decode.
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

// decodeWithGohcl returns the number of templates that it read.
func decodeWithGohcl(b *testing.B, src []byte) int {
	file, diags := hclparse.NewParser().ParseHCL(src, "main.pat.hcl")
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	object := func(pairs ...string) cty.Value {
		values := map[string]cty.Value{}
		for i := 0; i < len(pairs); i += 2 {
			values[pairs[i]] = cty.StringVal(pairs[i+1])
		}
		return cty.ObjectVal(values)
	}
	ctx := &hcl.EvalContext{
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
	var out plainConfiguration
	if diags := gohcl.DecodeBody(file.Body, ctx, &out); diags.HasErrors() {
		b.Fatal(diags)
	}
	return len(out.Templates)
}
