package literal_test

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/literal"
)

// TestTextGivesTheValue: what is written is an expression that gives the same text, alone and
// inside other values.
func TestTextGivesTheValue(t *testing.T) {
	for _, text := range []string{
		"", "a", `a"b\c`, "a\nb", "a\nb\n", "a\n", "  a\n  b\n", "EOT\nEOT\n", "${upper(1)}", "%{if true}\na\n", "$${a}\n$\n", "a\x00\a\u202eb\n\n",
	} {
		for _, v := range []cty.Value{cty.StringVal(text), cty.TupleVal([]cty.Value{cty.StringVal(text)}), cty.ObjectVal(map[string]cty.Value{text: cty.StringVal(text)})} {
			written := literal.Text(v)
			e, diags := hclsyntax.ParseExpression([]byte(written+"\n"), "text", hcl.InitialPos)
			if diags.HasErrors() {
				t.Errorf("%#v is written as %s: %v", v, written, diags)
				continue
			}
			if got, diags := e.Value(nil); diags.HasErrors() || !got.RawEquals(v) {
				t.Errorf("%#v is written as %s, which gives %#v %v", v, written, got, diags)
			}
		}
	}
}
