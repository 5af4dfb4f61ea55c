package layout

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/mutate"
)

// Format never panics, reports mistakes with a place, and otherwise keeps the
// structure and the comments, and changes nothing the second time.
func FuzzFormat(f *testing.F) {
	for _, name := range formatCorpus(f) {
		mutate.Add(f, readFormatFile(f, name))
	}
	mutate.Add(f, []byte("a = \"${\"${b}\"}\"\n"))
	mutate.Add(f, []byte("a = \"${# c\nb}\"\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		out, diags := Format(src, "main.pat.hcl")
		if diags.HasErrors() {
			requireFormatErrors(t, diags)
			if !bytes.Equal(out, src) {
				t.Fatal("a source with a mistake was changed")
			}
			return
		}
		if diff := cmp.Diff(outline(t, src), outline(t, out)); diff != "" {
			t.Fatalf("another structure (-before +after):\n%s", diff)
		}
		compareFormatPieces(t, "pieces", src)
		again, diags := Format(out, "main.pat.hcl")
		if diags.HasErrors() {
			t.Fatalf("what Format wrote cannot be read: %v", diags)
		}
		if !wrapsTwice(src) && !bytes.Equal(again, out) {
			t.Fatalf("the second time changes it:\n%s", cmp.Diff(string(out), string(again)))
		}
	})
}

// outline lists the blocks, labels, names of arguments and comments of src.
func outline(t *testing.T, src []byte) []string {
	t.Helper()
	file, diags := hclsyntax.ParseConfig(src, "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("cannot be read: %v\n%s", diags, src)
	}
	lines := outlineOf(file.Body.(*hclsyntax.Body), "")
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			lines = append(lines, strings.TrimSpace(string(token.Bytes)))
		}
	}
	return lines
}

func outlineOf(body *hclsyntax.Body, indent string) []string {
	var lines []string
	for name := range body.Attributes {
		lines = append(lines, indent+name)
	}
	slices.Sort(lines)
	for _, block := range body.Blocks {
		lines = append(lines, indent+block.Type)
		for _, label := range block.Labels {
			// Evaluation normalizes strings (NFC), and terraform fmt does labels.
			lines = append(lines, fmt.Sprintf("%s  %q", indent, cty.StringVal(label).AsString()))
		}
		lines = append(lines, outlineOf(block.Body, indent+"  ")...)
	}
	return lines
}

// wrapsTwice reports whether a value of src may be an interpolation of nothing
// but an interpolation: the one case in which the second time has work left.
func wrapsTwice(src []byte) bool {
	file, _ := hclsyntax.ParseConfig(src, "", hcl.InitialPos)
	twice := false
	_ = hclsyntax.VisitAll(file.Body.(*hclsyntax.Body), func(node hclsyntax.Node) hcl.Diagnostics {
		if wrap, ok := node.(*hclsyntax.TemplateWrapExpr); ok {
			_, inner := wrap.Wrapped.(*hclsyntax.TemplateWrapExpr)
			twice = twice || inner
		}
		return nil
	})
	return twice
}
