package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/mutate"
)

// TestSuspicious: closing brackets that are none must not hide how deep the
// real ones are, and plain files must not be read twice.
func TestSuspicious(t *testing.T) {
	const deep = HarmlessBrackets + 1
	r := strings.Repeat
	tests := []struct {
		name, src string
		want      bool
	}{
		{"plain", r("a = f({ b = [\"c-${d}\"] }) # ok\n", deep), false},
		{"plain comments", r("# (((( \"\n// {{{{\n", deep), false},
		{"interpolation with a string", r("a = \"${f(\"b\")}\"\n", 100), false},
		{"deep", r("(", 201) + r(")", 201), true},
		{"closed in a string", r("( \")\"\n", deep), true},
		{"closed in a comment", r("( /*)*/\n", deep), true},
		{"closed in a line comment", r("( # )\n", 201), true},
		{"closed in a nested string", r("( \"${\")))\"}\"\n", deep), true},
		{"closed after an escaped quote", r("( \"${\\\")\" ) \"}\"\n", deep), true},
		{"closed in a heredoc", r("( <<E\n)\nE\n", deep), true},
		{"closed in a string with a line break", r("( \"\n)\n\"\n", deep), true},
		{"closed before", r(")", 500) + r("(", 201), true},
		{"directives", `a = "` + r("%{if b}", deep) + `"`, true},
		{"exponent", "a = 1E+99999", true},
		{"plain exponent", "a = 1E+999", false},
	}
	for _, test := range tests {
		if got := suspicious([]byte(test.src), false); got != test.want {
			t.Errorf("%s: suspicious is %v, want %v", test.name, got, test.want)
		}
	}
}

// FuzzSuspicious: what is not suspicious, the tokens do not refuse either.
func FuzzSuspicious(f *testing.F) {
	for _, seed := range []string{
		"a = f({ b = [\"c-${d}\"] }) # ok\n", "( \")\"\n", "( /*)*/\n", "( # )\n", "( \"${\")))\"}\"\n",
		"( \"${\\\")\" ) \"}\"\n", "( <<E\n)\nE\n", "\"$${(\" ) \"%%{\"\n", "'\")'(",
	} {
		mutate.Add(f, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		// Repeated, a difference of one bracket is one of thousands.
		src = []byte(strings.Repeat(string(src), 300))
		if len(src) > 1<<18 || suspicious(src, false) {
			return
		}
		if measure(src, false).uncertain {
			return
		}
		tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
		meter := nestingMeter{}
		for _, token := range tokens {
			meter.add(token)
			if len(meter.open) > 2*maxNesting+2 { // a quote counts as a bracket there
				t.Fatalf("%d levels are open at %s", len(meter.open), token.Range)
			}
		}
	})
}

// TestManyUnknownWords: a flood of unknown words is one error, which counts them.
func TestManyUnknownWords(t *testing.T) {
	schema := &hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "name"}}, Blocks: []hcl.BlockHeaderSchema{{Type: "match"}}}
	for unknown, want := range map[int]int{1000: 1000, 1001: 1} {
		src := "name = 1\nmatch {\n}\nfirst {\n}\n"
		for i := range unknown - 1 {
			src += fmt.Sprintf("a%d = 1\n", i)
		}
		body, diags := Parse([]byte(src), "main.pat.hcl")
		content, more := ContentOf(body, schema)
		if diags = append(diags, more...); len(diags) != want || len(content.Attributes) != 1 || len(content.Blocks) != 1 {
			t.Errorf("%d unknown words: %d errors, %d arguments, %d blocks", unknown, len(diags), len(content.Attributes), len(content.Blocks))
		}
		if want == 1 && (diags[0].Subject.Start.Line != 4 || !strings.Contains(diags[0].Detail, "1001 arguments and blocks")) {
			t.Errorf("%v: %s", diags[0].Subject, diags[0].Detail)
		}
	}
}

// TestLongNames: a name has at most maxName bytes; a text may have more.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("a", maxName+1)
	for src, refused := range map[string]bool{
		long + " = 1": true, "b {\n  " + long + "\n}\n": true, "a = " + long: true,
		long[1:] + " = 1\n": false, "a = \"" + long + "\"\n": false, "# " + long + "\n": false,
	} {
		if diags := CheckComplexity([]byte(src), "main.pat.hcl"); diags.HasErrors() != refused {
			t.Errorf("%.20q of %d bytes: %v", src, len(src), diags)
		}
	}
}
