package analysis_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/overlay"
)

// many is a configuration of templates in a number of files.
func many(templates, files int) fstest.MapFS {
	texts := make([]strings.Builder, files)
	for i := range templates {
		fmt.Fprintf(&texts[i*files/templates], "\ntemplate \"t%[1]d\" {\n  name          = \"service-%[1]d\"\n  description   = \"Reads and writes what the service %[1]d needs.\"\n  target_name   = var.org\n  expires_in    = local.days\n  permissions   = { contents = \"write\", pull_requests = \"write\", metadata = \"read\" }\n  repositories  = [\"octo-org/service-%[1]d\", \"octo-org/shared-*\"]\n  owners        = [\"octocat\", \"mona\"]\n}\n", i)
	}
	fsys := tree("main.pat.hcl", "organization \"octo-org\" {}\nvariable \"org\" { default = \"octo-org\" }\nlocals { days = 90 }\npolicy \"no-administration\" {\n  condition     = !can(self.permissions.administration)\n  error_message = \"No.\"\n}\n")
	for i := range texts {
		fsys[fmt.Sprintf("f%d.pat.hcl", i)] = &fstest.MapFile{Data: []byte(texts[i].String())}
	}
	return fsys
}

// BenchmarkEdit is what an edit takes until its diagnostics are there, with all files open; and
// what is then in memory.
func BenchmarkEdit(b *testing.B) {
	for _, size := range []struct{ templates, files int }{{1000, 1}, {1000, 40}, {10_000, 1}, {10_000, 40}} {
		base := many(size.templates, size.files)
		texts := map[string][]byte{}
		for name, f := range base {
			texts[name] = f.Data
		}
		for _, how := range []string{"quick", "whole"} {
			b.Run(fmt.Sprintf("%s/templates=%d/files=%d", how, size.templates, size.files), func(b *testing.B) {
				a := analysis.New(read)
				a.Read(context.Background(), overlay.Files(base, texts), ".")
				own := texts["f0.pat.hcl"]
				n := 0
				for b.Loop() {
					n++
					texts["f0.pat.hcl"] = []byte(strings.Replace(string(own), `"service-5"`, fmt.Sprintf("%q", strings.Repeat("x", 1+n%60)), 1))
					fsys := overlay.Files(base, texts)
					switch {
					case how == "whole":
						a.Read(context.Background(), fsys, ".")
					case a.ReadQuickly(context.Background(), fsys, ".") == nil:
						b.Fatal("all has to be read")
					}
				}
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak := m.Sys
				runtime.GC()
				runtime.ReadMemStats(&m)
				b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-live")
				b.ReportMetric(float64(peak)/1e6, "MB-sys")
				runtime.KeepAlive(a)
			})
		}
	}
}
