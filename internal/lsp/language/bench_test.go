package language_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
)

// large is a document of 10,000 templates, and a place in the middle of it.
func large() (m *language.Module, d *outline.Document, at int) {
	var text strings.Builder
	text.WriteString("variable \"org\" {\n  default = \"octo-org\"\n}\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "\ntemplate \"t%d\" {\n  name         = \"t%d\"\n  target_name  = var.org\n  expires_in   = 90\n  permissions  = { contents = \"read\", issues = \"write\" }\n  repositories = [\"octo-org/r%d\"]\n  owners       = [\"mona\"]\n}\n", i, i, i)
	}
	const name = "main.pat.hcl"
	d = outline.New([]byte(text.String()), language.Heads(name))
	m = language.NewModule(".", catalog.Default(), func(string) *language.Module { return nil })
	m.Set(name, d)
	return m, d, strings.Index(text.String(), "name         = \"t5000\"")
}

// BenchmarkAfterEdit is an edit in a document of 10,000 templates, with what an editor asks
// for after it.
func BenchmarkAfterEdit(b *testing.B) {
	const name = "main.pat.hcl"
	ctx := context.Background()
	m, d, at := large()
	m.Complete(ctx, name, at)
	m.Tokens(ctx, name)
	b.ResetTimer()
	for _, ask := range []struct {
		what string
		do   func(at int)
	}{
		{"argument", func(at int) { m.Complete(ctx, name, at) }},
		{"reference", func(at int) { m.Complete(ctx, name, at+len("x = va")) }},
		{"hover", func(at int) { m.Hover(ctx, name, at+len("x = va")) }},
		{"tokens", func(int) { m.Tokens(ctx, name) }},
	} {
		b.Run(ask.what, func(b *testing.B) {
			for b.Loop() {
				d = d.Replace(at, at, "x = va\n  ")
				m.Set(name, d)
				ask.do(at)
				d = d.Replace(at, at+len("x = va\n  "), "")
				m.Set(name, d)
			}
		})
	}
}
