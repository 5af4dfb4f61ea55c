package language_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/hcl/schema"
)

const generated = "testdata/generated.txt"

// TestGeneratedQuestions: there are answers about each argument and block of the table: its
// name when half of it is typed, its value, and what it is.
func TestGeneratedQuestions(t *testing.T) {
	var questions []goldenCase
	for _, b := range schema.File.Blocks {
		questions = append(questions, aboutBlock("a.pat.hcl", nil, b)...)
	}
	for _, b := range schema.TestFile.Blocks {
		questions = append(questions, aboutBlock("tests/a.pattest.hcl", nil, b)...)
	}
	recorded := readCases(t, generated)
	same := slices.EqualFunc(questions, recorded, func(a, b goldenCase) bool {
		return a.question == b.question && a.file == b.file && a.text == b.text
	})
	if same {
		return
	}
	if !*update {
		t.Fatalf("%s does not have the questions of the table; run: go test ./internal/lsp/language -update", generated)
	}
	ms := load(t)
	for i := range questions {
		questions[i].answer = answer(t, ms, questions[i])
	}
	writeCases(t, generated, questions)
}

// aboutBlock are the questions about a block within others.
func aboutBlock(file string, around []*schema.Block, b *schema.Block) []goldenCase {
	var out []goldenCase
	ask := func(question string, blocks []*schema.Block, line string) {
		out = append(out, goldenCase{question: question, file: file, text: within(blocks, line)})
	}
	typ := b.Type
	ask("hover", around, typ[:1]+mark+typ[1:]+label(b)+" {}")
	ask("complete", around, typ[:2]+mark)
	inner := append(slices.Clone(around), b)
	for _, a := range b.Arguments {
		ask("complete", inner, a.Name[:min(3, len(a.Name))]+mark)
		ask("hover", inner, a.Name[:1]+mark+a.Name[1:]+" = null")
		ask("complete", inner, a.Name+" = "+mark)
		if a.Words != nil || a.Type != schema.Literal && a.Type != schema.Number && a.Type != schema.Condition {
			ask("complete", inner, a.Name+` = "`+mark+`"`)
			ask("complete", inner, a.Name+` = ["`+mark+`"]`)
		}
	}
	for _, nested := range b.Blocks {
		out = append(out, aboutBlock(file, inner, nested)...)
	}
	return out
}

func label(b *schema.Block) string {
	switch {
	case b.Label == "":
		return ""
	case b.Words != nil:
		return ` "` + b.Words[0] + `"`
	}
	return ` "x"`
}

// within is a line in blocks.
func within(blocks []*schema.Block, line string) string {
	var out strings.Builder
	for i, b := range blocks {
		out.WriteString(strings.Repeat("  ", i) + b.Type + label(b) + " {\n")
	}
	out.WriteString(strings.Repeat("  ", len(blocks)) + line)
	for i := range slices.Backward(blocks) {
		out.WriteString("\n" + strings.Repeat("  ", i) + "}")
	}
	return out.String()
}
