package language_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

var update = flag.Bool("update", false, "write the golden answers")

// mark is where the cursor is in the text of a case.
const mark = "‸"

// modules are the modules below testdata/module, by their directories.
type modules map[string]*language.Module

func (ms modules) at(dir string) *language.Module { return ms[dir] }

// load reads the modules of the cases.
func load(t testing.TB) modules {
	t.Helper()
	ms := modules{}
	for _, dir := range []string{".", "ci", "tests"} {
		m := language.NewModule(dir, catalog.Default(), ms.at)
		ms[dir] = m
		files, err := filepath.Glob(filepath.Join("testdata/module", dir, "*.pat*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			m.Set(name, outline.New(text, language.Heads(name)))
		}
	}
	return ms
}

// goldenCase is a question with its answer.
type goldenCase struct {
	question, file, text, answer string
}

func readCases(t testing.TB, file string) []goldenCase {
	t.Helper()
	src, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	var out []goldenCase
	for _, part := range strings.Split("\n"+string(src), "\n=== ")[1:] {
		head, rest, _ := strings.Cut(part, "\n")
		text, answer, _ := strings.Cut(rest, "\n---")
		question, name, _ := strings.Cut(head, " ")
		out = append(out, goldenCase{question, name, text, strings.Trim(answer, "\n")})
	}
	return out
}

func writeCases(t testing.TB, file string, cases []goldenCase) {
	t.Helper()
	var out strings.Builder
	for _, c := range cases {
		fmt.Fprintf(&out, "=== %s %s\n%s\n---\n%s\n\n", c.question, c.file, c.text, c.answer)
	}
	if err := os.WriteFile(file, []byte(strings.TrimRight(out.String(), "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// answer asks the question of a case in the module of its file.
func answer(t testing.TB, ms modules, c goldenCase) string {
	t.Helper()
	text := strings.ReplaceAll(c.text, mark, "")
	offset := strings.Index(c.text, mark)
	if whole := c.question == "symbols" || c.question == "tokens"; !whole && (offset < 0 || strings.Count(c.text, mark) > 1) {
		t.Fatalf("%q does not have one %s", c.text, mark)
	}
	m, name := ms[path.Dir(c.file)], path.Base(c.file)
	d := outline.New([]byte(text), language.Heads(name))
	m.Set(name, d)
	defer m.Set(name, nil)
	switch c.question {
	case "complete":
		return completionText(d, text, m.Complete(context.Background(), name, offset))
	case "typed":
		return completionText(d, text, m.CompleteTyped(context.Background(), name, offset, text[offset-1:offset]))
	case "hover":
		h := m.Hover(context.Background(), name, offset)
		if h == nil {
			return "nothing"
		}
		return "[" + text[d.Offset(h.Range.Start):d.Offset(h.Range.End)] + "]\n" + h.Contents.Value
	case "signature":
		s := m.Signature(name, offset)
		if s == nil {
			return "nothing"
		}
		return fmt.Sprintf("%s\nparameter %s", s.Signatures[0].Label, s.Signatures[0].Parameters[s.ActiveParameter].Label)
	}
	if c.question == "symbols" {
		return symbolsText(d, text, m.Symbols(name), "")
	}
	if c.question == "tokens" {
		return tokensText(d, text, m.Tokens(context.Background(), name))
	}
	t.Fatalf("unknown question %q", c.question)
	return ""
}

// completionText is a list in short: what is replaced, and the first items.
func completionText(d *outline.Document, text string, list protocol.CompletionList) string {
	const most = 6
	if len(list.Items) == 0 {
		return "nothing"
	}
	var out strings.Builder
	more := ""
	if list.IsIncomplete {
		more = ", incomplete"
	}
	r := list.Items[0].TextEdit.Range
	fmt.Fprintf(&out, "%d%s, for %q", len(list.Items), more, text[d.Offset(r.Start):d.Offset(r.End)])
	items := slices.Clone(list.Items)
	slices.SortStableFunc(items, func(a, b protocol.CompletionItem) int { return strings.Compare(a.SortText, b.SortText) })
	for i, item := range items {
		if i == most {
			out.WriteString("\n...")
			break
		}
		fmt.Fprintf(&out, "\n%s", item.Label)
		if item.TextEdit.NewText != item.Label {
			fmt.Fprintf(&out, " => %s", strings.ReplaceAll(item.TextEdit.NewText, "\n", `\n`))
		}
		if item.Detail != "" {
			fmt.Fprintf(&out, " (%s)", item.Detail)
		}
	}
	return out.String()
}

// symbolsText is a line for each symbol: what is selected, and what it is.
func symbolsText(d *outline.Document, text string, symbols []protocol.DocumentSymbol, indent string) string {
	var out strings.Builder
	for _, s := range symbols {
		r := s.SelectionRange
		fmt.Fprintf(&out, "%s%s %q, a kind of %d at %q, %d bytes\n", indent, s.Name, s.Detail, s.Kind, text[d.Offset(r.Start):d.Offset(r.End)], d.Offset(s.Range.End)-d.Offset(s.Range.Start))
		out.WriteString(symbolsText(d, text, s.Children, indent+"  "))
	}
	return out.String()
}

// tokensText is a line for each token.
func tokensText(d *outline.Document, text string, tokens protocol.SemanticTokens) string {
	var out strings.Builder
	at := protocol.Position{}
	for n := tokens.Data; len(n) > 0; n = n[5:] {
		if n[0] > 0 {
			at.Character = 0
		}
		at.Line, at.Character = at.Line+int(n[0]), at.Character+int(n[1])
		end := protocol.Position{Line: at.Line, Character: at.Character + int(n[2])}
		fmt.Fprintf(&out, "%s %s", text[d.Offset(at):d.Offset(end)], language.TokenTypes[n[3]])
		if n[4] == 1 {
			out.WriteString(" " + language.TokenModifiers[0])
		}
		out.WriteString("\n")
	}
	return out.String()
}

// TestAnswers: each question at a place has the answer that is recorded for it.
func TestAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases (%v)", err)
	}
	ms := load(t)
	for _, file := range files {
		cases := readCases(t, file)
		for i := range cases {
			c := &cases[i]
			got := strings.TrimRight(answer(t, ms, *c), "\n")
			if got != c.answer && !*update {
				t.Errorf("%s: %s %s\n%s\n--- answers\n%s\n--- expected\n%s", file, c.question, c.file, c.text, got, c.answer)
			}
			c.answer = got
		}
		if *update {
			writeCases(t, file, cases)
		}
	}
}
