package main

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// benchTemplates is the size of a very large organization.
const benchTemplates = 10_000

// benchConfiguration is a realistic file of n templates, always the same: one in
// four merges its permissions, one in twenty has for_each.
func benchConfiguration(n int) []byte {
	var b strings.Builder
	b.WriteString(`
variable "org" {
  default = "octo-org"
}

locals {
  read_repo = { contents = "read", metadata = "read" }
  stages    = { test = "t", live = "l" }
}

organization "octo-org" {
}
`)
	for i := range n {
		name, key, forEach := fmt.Sprintf("service-%d", i), "", ""
		if i%20 == 0 {
			key, forEach = "-${each.key}", "  for_each     = local.stages\n"
		}
		permissions := `{ contents = "write", pull_requests = "write" }`
		if i%4 == 0 {
			permissions = `merge(local.read_repo, { contents = "write", issues = "read" })`
		}
		fmt.Fprintf(&b, `
template "service_%d" {
%s  name         = "%s%s"
  description  = "Reads and writes what service %d needs to be released."
  target_name  = var.org
  expires_in   = %d
  permissions  = %s
  repositories = ["octo-org/%s", "octo-org/shared-*"]
  labels       = { team = "team-%d", ticket = "SEC-%d" }
}
`, i, forEach, name, key, i, 1+i%366, permissions, name, i%50, i)
	}
	return []byte(b.String())
}

// BenchmarkValidate loads and checks a large file, side by side with what
// hclparse and gohcl need to read the same file into structs. The metric ratio
// is the one by the other: the promise is at most 1.5.
func BenchmarkValidate(b *testing.B) {
	src := benchConfiguration(benchTemplates)
	b.SetBytes(int64(len(src)))
	var ours, theirs time.Duration
	for b.Loop() {
		ours += elapsed(b, func() { validateBench(b, src) })
		theirs += elapsed(b, func() {
			if n := decodeWithGohcl(b, src); n != benchTemplates {
				b.Fatalf("gohcl read %d templates", n)
			}
		})
	}
	b.ReportMetric(float64(ours)/float64(theirs), "ratio")
	b.ReportMetric(ours.Seconds()*1000/float64(b.N), "validate-ms")
	b.ReportMetric(theirs.Seconds()*1000/float64(b.N), "gohcl-ms")
}

// elapsed measures f, which begins without the garbage of what ran before.
func elapsed(b *testing.B, f func()) time.Duration {
	b.StopTimer()
	runtime.GC()
	b.StartTimer()
	before := b.Elapsed()
	f()
	return b.Elapsed() - before
}

func validateBench(b *testing.B, src []byte) {
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: src}}, ".", hcl.Options{})
	diags = append(diags, check.Run(cfg, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))...)
	diag.Sort(diags)
	if len(diags) > 0 {
		b.Fatal(diags)
	}
	if n := len(cfg.Templates); n != benchTemplates+benchTemplates/20 {
		b.Fatalf("%d templates were read", n)
	}
}
