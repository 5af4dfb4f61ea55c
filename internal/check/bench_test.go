package check_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/hcl"
)

// BenchmarkRun checks 10,000 templates without mistakes and one policy.
func BenchmarkRun(b *testing.B) {
	var src strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&src, `
template "t%d" {
  name          = "service-%d"
  description   = "Reads and writes what the service %d needs."
  target_name   = "octo-org"
  expires_in    = 90
  permissions   = { contents = "write", pull_requests = "write", metadata = "read" }
  repositories  = ["octo-org/service-%d", "octo-org/shared-*"]
  owners        = ["octocat", "mona"]
  justification = "Deployment."
  endpoints     = ["POST /repos/{owner}/{repo}/releases", "POST /repos/{owner}/{repo}/pulls"]
  labels        = { team = "release" }
}
`, i, i, i, i)
	}
	src.WriteString(`
organization "octo-org" {}

policy "no-administration" {
  condition     = !can(self.permissions.administration)
  error_message = "No."
}
`)
	fsys := fstest.MapFS{"main.pat.hcl": {Data: []byte(src.String())}}
	cfg, diags := hcl.Load(fsys, ".", hcl.Options{})
	if diags.HasErrors() {
		b.Fatal(diags)
	}
	for b.Loop() {
		if diags := check.Run(cfg, now); len(diags) > 0 {
			b.Fatal(diags)
		}
	}
}
