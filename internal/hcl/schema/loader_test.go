package schema_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/testcase"
)

// unknown is the name of no argument and of no block.
const unknown = "nothing_has_this_name"

// TestTableAndLoader: the loader knows the arguments and blocks of the table, asks for those
// that are required, and refuses others.
func TestTableAndLoader(t *testing.T) {
	for _, b := range schema.File.Blocks {
		checkBlock(t, loadNative, nil, b)
		checkBlock(t, loadJSON, nil, b)
	}
	for _, b := range schema.TestFile.Blocks {
		checkBlock(t, loadTests, nil, b)
	}
	if !refuses(loadNative("\n"+unknown+" {}", nil), "Unsupported block type", unknown) || !refuses(loadTests("\n"+unknown+" {}", nil), "Unsupported block type", unknown) {
		t.Error("a block that is not in the table is not refused")
	}
}

// loading reads lines in blocks.
type loading func(line string, blocks []*schema.Block) diag.Diagnostics

func checkBlock(t *testing.T, load loading, around []*schema.Block, b *schema.Block) {
	t.Helper()
	blocks := append(around[:len(around):len(around)], b)
	path := ""
	for _, b := range blocks {
		path += b.Type + "."
	}
	empty, without := load("", blocks), load("", around)
	for _, a := range b.Arguments {
		if diags := load(a.Name+" = null", blocks); refuses(diags, "Unsupported argument", a.Name) || refuses(diags, "Extraneous JSON object property", a.Name) {
			t.Errorf("the loader does not know %s%s: %v", path, a.Name, diags)
		}
		if required := refuses(empty, "Missing ", a.Name) && !refuses(without, "Missing ", a.Name); required != (a.Required || a.Needed) {
			t.Errorf("%s%s is required: %v, by the loader: %v (%v)", path, a.Name, a.Required, required, empty)
		}
	}
	diags := load(unknown+" = 1", blocks)
	if refused := refuses(diags, "Unsupported argument", unknown) || refuses(diags, "Extraneous JSON object property", unknown) || refuses(diags, "", "variable"); refused == b.Open && b.Type != "module" {
		t.Errorf("%s%s is refused: %v (%v)", path, unknown, refused, diags)
	}
	for _, inner := range b.Blocks {
		checkBlock(t, load, blocks, inner)
	}
}

// refuses reports whether a diagnostic is about a name.
func refuses(diags diag.Diagnostics, summary, name string) bool {
	for _, d := range diags {
		if strings.HasPrefix(d.Summary, summary) && (strings.Contains(d.Summary+d.Detail, `"`+name+`"`) || strings.Contains(d.Summary, " "+name)) {
			return true
		}
	}
	return false
}

func native(line string, blocks []*schema.Block) string {
	for i := len(blocks) - 1; i >= 0; i-- {
		head := blocks[i].Type
		if blocks[i].Label != "" {
			head += ` "x"`
		}
		line = fmt.Sprintf("%s {\n%s\n}", head, line)
	}
	return line
}

func loadNative(line string, blocks []*schema.Block) diag.Diagnostics {
	return loadFile("main.pat.hcl", native(line, blocks))
}

func loadJSON(line string, blocks []*schema.Block) diag.Diagnostics {
	text := "{}"
	if name, value, ok := strings.Cut(line, " = "); ok {
		text = fmt.Sprintf("{%q: %s}", name, value)
	}
	for i := len(blocks) - 1; i >= 0; i-- {
		if blocks[i].Label != "" {
			text = fmt.Sprintf(`{"x": %s}`, text)
		}
		text = fmt.Sprintf("{%q: %s}", blocks[i].Type, text)
	}
	return loadFile("main.pat.json", text)
}

func loadFile(name, text string) diag.Diagnostics {
	_, diags := hcl.Load(fstest.MapFS{name: {Data: []byte(text)}}, ".", hcl.Options{})
	return diags
}

func loadTests(line string, blocks []*schema.Block) diag.Diagnostics {
	_, diags := testcase.Read("a.pattest.hcl", []byte(native(line, blocks)))
	return diags
}
