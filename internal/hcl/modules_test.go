package hcl_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// TestTooManyModules: the error names the limit, and up to the limit all modules are read.
func TestTooManyModules(t *testing.T) {
	for _, more := range []int{0, 1} {
		files, root := fstest.MapFS{}, ""
		for i := range syntax.MaxModules + more {
			root += fmt.Sprintf("module \"m%d\" {\n  source = \"./m%d\"\n}\n", i, i)
			files[fmt.Sprintf("m%d/main.pat.hcl", i)] = &fstest.MapFile{Data: []byte("locals {}\n"), Mode: 0o644}
		}
		files["main.pat.hcl"] = &fstest.MapFile{Data: []byte(root), Mode: 0o644}
		cfg, diags := hcl.Load(files, ".", hcl.Options{Version: "0.1.0"})
		errors := 0
		for _, d := range diags {
			if strings.Contains(d.Detail, "more than 5000 directories with modules") {
				errors++
			}
		}
		if errors != more || len(diags) != more || cfg.Incomplete != (more > 0) {
			t.Errorf("%d more: %d errors, %v", more, errors, diags)
		}
	}
}
