package adopt

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/format/formattest"
)

// answerTo returns the answer to an issue.
func answerTo(t *testing.T, issue string) []byte {
	t.Helper()
	e := clitest.NewSilentEnv(t)
	e.Log = slog.New(slog.DiscardHandler)
	if err := os.WriteFile(filepath.Join(e.Dir, "issue.md"), []byte(issue), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := NewCmd(e)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	cmd.SetArgs([]string{"--issue", "issue.md", "--answer", "answer.md"})
	_ = cmd.Execute() // with mistakes there is an answer, too
	answer, err := os.ReadFile(filepath.Join(e.Dir, "answer.md"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return answer
}

// TestAnswerCannotBeBrokenOutOf: whatever the text of an issue, an independent
// reader of GitHub's Markdown finds the structure that patctl wrote, and no link
// but that of the template.
func TestAnswerCannotBeBrokenOutOf(t *testing.T) {
	answers := 0
	for _, hostile := range append([]string{"usual", "```", "~~~\nx", "a ``` b", "``` b ```", "https://example.com/x", "www.example.com", "octo-org/api#1"}, formattest.Strangers...) {
		for _, issue := range []string{
			"### Name\n\nx\n\n### Purpose\n\n" + hostile + "\n\n### Owner\n\nmona\n\n### Repositories\n\nocto-org/api\n\n### Permissions\n\ncontents: read\n\n### Lifetime\n\n30\n",
			"### " + hostile + "\n\n### Name\n\n" + hostile + "\n\n### Purpose\n\nx\n\n### Owner\n\n" + hostile + "\n\n### Repositories\n\n" + hostile + "\n\n### Permissions\n\n" + hostile + ": read\n\n### Calls\n\nGET /" + hostile + "\n\n### Lifetime\n\n" + hostile + "\n",
		} {
			if source := answerTo(t, issue); len(source) > 0 {
				answers++
				checkAnswer(t, hostile, source)
			}
		}
	}
	if answers < 40 {
		t.Errorf("only %d answers", answers)
	}
}

func checkAnswer(t *testing.T, hostile string, source []byte) {
	t.Helper()
	formattest.CheckPlain(t, string(source))
	found := map[ast.NodeKind]int{}
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			found[n.Kind()]++
			formattest.CheckNode(t, n, source)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for kind, most := range map[ast.NodeKind]int{
		ast.KindHeading: 1, ast.KindHTMLBlock: 1, ast.KindLink: 1, ast.KindFencedCodeBlock: 1, ast.KindList: 2,
		ast.KindImage: 0, ast.KindAutoLink: 0, ast.KindBlockquote: 0, ast.KindCodeBlock: 0,
	} {
		if found[kind] > most {
			t.Errorf("%q: %d of %s, at most %d:\n%s", hostile, found[kind], kind, most, source)
		}
	}
}
