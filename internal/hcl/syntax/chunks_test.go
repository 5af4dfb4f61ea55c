package syntax

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestPartsAreTheWhole: a large text in parts has the same blocks, places, and mistakes as in one
// piece, also with things that end where a block seems to end.
func TestPartsAreTheWhole(t *testing.T) {
	pieces := []string{
		"template \"a\" {\n  name = \"é😀\"\n  permissions = { contents = \"read\" }\n}\n", "# comment\n\n", "/* {\n}\n*/\n", "locals {\n  a = <<E\n}\nE\n}\n", "policy \"p\" {\r\n  on = [\r\n  ]\r\n}\r\n",
		"variable \"x\" {\n  default = \"${[for a in [1] :\n a]\n}\"\n}\n",
	}
	odd := []string{"a = 1\n", "template \"b\" {\n  x = [\n}\n", "}\n", "x = \"open\n}\n", "/*\n}\n", "\xff", "locals {\n  a = <<E\n}\n"}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 3))
		var text strings.Builder
		for text.Len() < 5*chunkSize {
			text.WriteString(pieces[r.IntN(len(pieces))])
			if seed%2 == 1 && r.IntN(3000) == 0 {
				text.WriteString(odd[r.IntN(len(odd))])
			}
		}
		src := []byte(text.String())
		if len(chunks(src)) < 4 {
			t.Fatalf("%d parts", len(chunks(src)))
		}
		want, wanted := hclsyntax.ParseConfig(src, "x", hcl.InitialPos)
		got, diags := parseConfig(src, "x")
		if fmt.Sprint(wanted) != fmt.Sprint(diags) {
			t.Errorf("seed %d: %v, expected %v", seed, diags, wanted)
		}
		a, b := want.Body.(*hclsyntax.Body), got.Body.(*hclsyntax.Body)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("seed %d: the bodies differ: %d and %d blocks, %v and %v, %v and %v", seed, len(a.Blocks), len(b.Blocks), a.SrcRange, b.SrcRange, a.EndRange, b.EndRange)
		}
	}
}
