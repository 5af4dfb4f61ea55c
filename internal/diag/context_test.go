package diag

import (
	"slices"
	"strings"
	"testing"
)

func TestContextInNativeSyntax(t *testing.T) {
	const src = `outside1 = { a = 1 }
# comment { in1
template "reader" {
  name = "a ${"}"} inside1"
  permissions = { x = "inside2" }
  match { y = inside3 }
}
locals {
  z = <<-EOT
    } inside4
  EOT
}
rule unquoted { r = inside5 }
outside2 "x" = {
  a = outside3
}
policy "broken {" {
  on = [inside6
`
	c := newContexts([]byte(src), false)
	for word, want := range map[string]string{
		"outside1": "", "in1": "", "inside1": `template "reader"`, "inside2": `template "reader"`,
		"inside3": `template "reader"`, "inside4": "locals", "inside5": "rule unquoted",
		"outside2": "", "outside3": "", "inside6": `policy "broken {"`,
	} {
		if got := c.at(strings.Index(src, word)); got != want {
			t.Errorf("context of %s is %q, want %q", word, got, want)
		}
	}
}

func TestContextInJSON(t *testing.T) {
	const src = `{
  "template": {"reader": {"name": "in1", "permissions": {"contents": "in2"}}, "other": [{"a": "in3"}]},
  "locals": [{"b": "in4"}],
  "version": "in5",
  "policy": {"p": {"on": ["in6"`
	c := newContexts([]byte(src), true)
	for word, want := range map[string]string{
		"in1": "template.reader", "in2": "template.reader", "in3": "template.other",
		"in4": "locals.b", "in5": "version", "in6": "policy.p",
	} {
		if got := c.at(strings.Index(src, word)); got != want {
			t.Errorf("context of %s is %q, want %q", word, got, want)
		}
	}
}

func TestContextOfDeepNestingTakesLittleMemory(t *testing.T) {
	allocated := testing.AllocsPerRun(1, func() {
		newContexts([]byte(strings.Repeat(`{"a":`, 100_000)), true)
		newContexts([]byte(strings.Repeat("[", 100_000)), false)
	})
	if allocated > 2_000_000 {
		t.Errorf("%v allocations for 100,000 levels", allocated)
	}
}

// TestBlocksInPieces: a file that is read in pieces has the blocks that it has as a whole.
func TestBlocksInPieces(t *testing.T) {
	text := "# one\nlocals {\n  a = <<-EOT\n    }\n    template \"no\" {\n  EOT\n}\n/*\ntemplate \"no\" {\n}\n*/\ntemplate \"a\" {\n  b = \"}\" // }\n  c { d = [\n 1 ] }\n}\n" +
		"module \"m\" {}\nx = <<E\ntemplate \"no\" {\n}\nE\ntemplate \"b\" {\n  a = \"${f(\"\n"
	var names []string
	for _, s := range blockSpans([]byte(text), len(text)) {
		names = append(names, s.name)
	}
	if want := []string{"locals", `template "a"`, `module "m"`, `template "b"`}; !slices.Equal(names, want) {
		t.Fatalf("the blocks are %q, want %q", names, want)
	}
	text = strings.Repeat(text[:strings.Index(text, "template \"b\"")], 3) + text
	want := blockSpans([]byte(text), len(text))
	for size := 1; size < 500; size++ {
		if got := blockSpans([]byte(text), size); !slices.Equal(got, want) {
			t.Errorf("in pieces of %d bytes: %v, want %v", size, got, want)
		}
	}
	long := "template \"a\" {\n}\nlocals {\n" + strings.Repeat("  x = 1\n", maxPiece/8) + "}\ntemplate \"b\" {\n}\n"
	if got := blockSpans([]byte(long), minPiece); len(got) != 1 || got[0].name != `template "a"` {
		t.Errorf("before a block of %d bytes: %v", maxPiece, got)
	}
}
