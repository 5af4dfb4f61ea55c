package diag

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func checkGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

// hostileName is a file name that would rewrite the terminal's title and the
// order of the text, were it printed as it is.
const hostileName = "a\x1b]0;owned\x07\u202e\n.pat.hcl"

var hostileSource = "\xef\xbb\xbf# comment\r\n" +
	"template \"\u65e5\u672c\u202e\" {\r\n" +
	"\tname = \"\u65e5\u672c\u8a9e e\u0301 \x1b[31m\u200b\xff\" # \U0001f469\u200d\U0001f4bb\r\n" +
	"  permissions = {\n    variables = \"write\"\n  }\n}\n" +
	"locals { long = \"" + strings.Repeat("\u9577", 500) + " wrong " + strings.Repeat("y", 500) + "\" }\n" +
	"policy \"p\" {\n  condition = var.name == var.secret\n}\n" +
	"variable \"open\" {\n"

// at returns the place of the n-th occurrence, from 0, of text in the hostile source.
func at(t *testing.T, text string, n int) Range {
	t.Helper()
	offset := 0
	for ; ; n-- {
		i := strings.Index(hostileSource[offset:], text)
		if i < 0 {
			t.Fatalf("%q is not in the source", text)
		}
		offset += i
		if n == 0 {
			break
		}
		offset += len(text)
	}
	return Range{Filename: hostileName, Start: posOf(offset), End: posOf(offset + len(text))}
}

// posOf counts columns in bytes, which is enough to tell places apart.
func posOf(offset int) Pos {
	before := hostileSource[:offset]
	return Pos{Line: strings.Count(before, "\n") + 1, Column: offset - strings.LastIndex(before, "\n"), Byte: offset}
}

func failedCondition(t *testing.T) *Diagnostic {
	t.Helper()
	expr, diags := hclsyntax.ParseExpression(
		[]byte(`var.name == var.secret && var.list["a"].b && var.empty == self.none && var.missing && var.later && var.deep && var.n > 2`),
		"", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	d := Error(at(t, "var.name == var.secret", 0), "policy", "Policy failed", "The name \x1b[2J of \"\u202egpj\" is wrong.")
	d.Expression = expr
	d.EvalContext = (&hcl.EvalContext{Variables: map[string]cty.Value{
		"var": cty.ObjectVal(map[string]cty.Value{
			"name":   cty.StringVal("x\x1b[1m\u202e\n" + strings.Repeat("long", 30)),
			"secret": cty.StringVal("hunter2").Mark("sensitive"),
			"list":   cty.ObjectVal(map[string]cty.Value{"a": cty.ObjectVal(map[string]cty.Value{"b": cty.True})}),
			"empty":  cty.ListValEmpty(cty.String),
			"later":  cty.UnknownVal(cty.Bool),
			"deep":   cty.ObjectVal(map[string]cty.Value{"hunter3": cty.StringVal("hunter2").Mark("sensitive")}),
			"n":      cty.NumberFloatVal(2.5),
		}),
		"self": cty.ObjectVal(map[string]cty.Value{"none": cty.NullVal(cty.String)}),
	}}).NewChild()
	return d
}

func hostileDiagnostics(t *testing.T) Diagnostics {
	t.Helper()
	block := at(t, "permissions", 0)
	block.End = at(t, "locals", 0).Start
	missing := at(t, "{\r\n", 0)
	missing.Start = missing.End
	withContext := Error(at(t, "write", 0), "level", "Unknown level", "There is no such level. Did you mean \"read\"?")
	context := at(t, "permissions", 0)
	withContext.Context = &context
	hidden := Error(at(t, "wrong", 0), "secret", "Invalid value", "The value is not allowed.")
	hidden.Extra = Extra{Code: "secret", HideSource: true}
	elsewhere := at(t, "name", 0)
	elsewhere.Filename = "unknown.pat.hcl"
	outside := Range{Filename: hostileName, Start: Pos{Line: 99, Column: 7, Byte: 1 << 40}, End: Pos{Byte: -5}}
	return Diagnostics{
		General("Cannot read\x1b[0m the configuration", "Line one is so long that it has to be broken somewhere before its end is reached.\r\n\tTab.\n\n  patctl validate --a-long-line-that-is-to-be-copied-and-must-therefore-not-be-broken-at-all\n\nEnd."),
		Error(at(t, "\u8a9e e\u0301", 0), "wide", "Wide characters", ""),
		Warning(at(t, "\x1b[31m\u200b\xff", 0), "control", "Control characters", "They are masked."),
		Error(missing, "empty", "Something is missing", "Here."),
		Error(block, "lines", "Several lines", ""),
		withContext,
		Error(at(t, "wrong", 0), "long", "Long line", ""),
		hidden,
		failedCondition(t),
		Error(at(t, "\"open\"", 0), "open", "Open block", ""),
		Error(elsewhere, "", "No source", ""),
		Error(outside, "", "Outside of the file", ""),
	}
}

func hostileSources() map[string][]byte {
	return map[string][]byte{hostileName: []byte(hostileSource)}
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		golden  string
		printer Printer
	}{
		{"plain.txt", Printer{}},
		{"color.txt", Printer{Color: true, Width: 100}},
		{"narrow.txt", Printer{Width: 50}},
	} {
		t.Run(test.golden, func(t *testing.T) {
			test.printer.Sources = hostileSources()
			var out bytes.Buffer
			if err := test.printer.Text(&out, hostileDiagnostics(t)); err != nil {
				t.Fatal(err)
			}
			checkNoControl(t, out.String(), test.printer.Color)
			checkSecret(t, out.String())
			checkGolden(t, test.golden, out.Bytes())
		})
	}
}

func TestDocument(t *testing.T) {
	doc := NewDocument("1.0", "1.2.3", hostileDiagnostics(t), hostileSources())
	got, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	checkSecret(t, string(got))
	checkGolden(t, "document.json", append(got, '\n'))
}

func TestDocumentWithoutDiagnostics(t *testing.T) {
	got, err := json.Marshal(NewDocument("1.0", "1.2.3", nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format_version":"1.0","patctl_version":"1.2.3","valid":true,"error_count":0,"warning_count":0,"diagnostics":[]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func checkSecret(t *testing.T, out string) {
	t.Helper()
	for _, secret := range []string{"hunter2", "hunter3"} {
		if strings.Contains(out, secret) {
			t.Errorf("the output shows the sensitive value %s", secret)
		}
	}
}
