package templatereport_test

import (
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format/formattest"
	"github.com/patctl/patctl/internal/mutate"
)

func TestMarkdownCannotBeBrokenOutOf(t *testing.T) {
	for _, s := range []string{
		formattest.Hostile, "|", `\|`, `\\|`, "a|b|c", "`", "``", "` `", " x ", "  ", "`|`", "`a`|``b", `\`, "`\\", "- [ ] x", "[^1]", "\n\n# x\n",
	} {
		checkMarkdown(t, s)
	}
}

// FuzzMarkdown: whatever the text, an independent reader of GitHub's Markdown
// finds the structure that patctl wrote, and the text in code spans only.
func FuzzMarkdown(f *testing.F) {
	mutate.Add(f, formattest.Hostile)
	mutate.Add(f, "a|`b\\|``c")
	f.Fuzz(checkMarkdown)
}

func checkMarkdown(t *testing.T, hostile string) {
	source := []byte(write(t, "markdown", templates(formattest.Templates()[0], formattest.HostileTemplate(hostile)), false))
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	found := map[ast.NodeKind]int{}
	var codes []string
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			found[n.Kind()]++
			codes = append(codes, formattest.CheckNode(t, n, source)...)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[ast.NodeKind]int{
		ast.KindHeading: 3, tables.KindTable: 1, tables.KindTableRow: 2, tables.KindTableCell: 18, ast.KindLink: 4, ast.KindList: 4,
		ast.KindImage: 0, ast.KindAutoLink: 0, ast.KindHTMLBlock: 0, ast.KindFencedCodeBlock: 0, ast.KindBlockquote: 0,
		tables.KindStrikethrough: 0, tables.KindTaskCheckBox: 0,
	} {
		if found[kind] != want {
			t.Errorf("%q: %d of %s, want %d", hostile, found[kind], kind, want)
		}
	}
	checkCode(t, codes, hostile)
}

// checkCode finds the text whole in a code span, as it is shown.
func checkCode(t *testing.T, codes []string, hostile string) {
	want := "octo-org/" + diag.Printable(hostile) + "*"
	for _, c := range codes {
		if c == want {
			return
		}
	}
	t.Errorf("%q is in none of the code spans %q", want, codes)
}
