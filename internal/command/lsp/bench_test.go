package lsp

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

// BenchmarkEdit measures the time from an edit of one template until the client has the
// diagnostics of the new text, and the memory that the server then holds. In one file, or in 40.
func BenchmarkEdit(b *testing.B) {
	for _, templates := range []int{1000, 10_000} {
		for _, files := range []int{1, 40} {
			b.Run(fmt.Sprintf("%d/files-%d", templates, files), func(b *testing.B) { benchmarkEdit(b, templates, files) })
		}
	}
}

func benchmarkEdit(b *testing.B, templates, files int) {
	texts := map[string]*strings.Builder{}
	for i := range templates {
		name := fmt.Sprintf("file%d.pat.hcl", i%files)
		if texts[name] == nil {
			texts[name] = &strings.Builder{}
		}
		fmt.Fprintf(texts[name], "template \"t%d\" {\n  name         = \"token-%d\"\n  target_name  = \"octo-org\"\n  expires_in   = 90\n  permissions = {\n    contents = \"read\"\n    issues   = \"write\"\n  }\n  repositories = [\"octo-org/api\"]\n  owners       = [\"octocat\"]\n}\n\n", i, i)
	}
	written := map[string]string{"main.pat.hcl": "organization \"octo-org\" {}\n"}
	for name, text := range texts {
		written[name] = text.String()
	}
	s := newSession(b, written)
	const name = "file0.pat.hcl"
	s.open(name, written[name])
	s.expect(name)
	lines := strings.Count(written[name], "\n")
	line := lines/2 - (lines/2)%12 + 5 // of contents, in the middle
	level := protocol.Position{Line: line, Character: 16}
	mistaken := false
	b.ResetTimer()
	for b.Loop() {
		if mistaken = !mistaken; mistaken {
			s.change(name, &protocol.Range{Start: level, End: protocol.Position{Line: line, Character: 20}}, "raed")
			s.expect(name, "Unsupported level")
		} else {
			s.change(name, &protocol.Range{Start: level, End: protocol.Position{Line: line, Character: 20}}, "read")
			s.expect(name)
		}
	}
	b.StopTimer()
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.HeapAlloc)/1e6, "MB-held")
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-taken")
}
