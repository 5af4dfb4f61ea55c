package planreport_test

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/patctl/patctl/internal/report/planreport"
)

// hostilePieces are what markup is made of.
var hostilePieces = []string{
	"`", "``", "```", "|", `\`, `\|`, "@octocat", " ", "<b>", "<!--", "-->", "![x](https://example.com)", "/merge", "#1", "\n", "\n/merge\n", "é", "$x$", ":tada:", "*", "_",
	strings.Repeat("x", 120), "https://example.com", "&lt;", "~~~", "\t", "octo-org/a#1", "~",
}

func hostileText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(14) {
		b.WriteString(hostilePieces[r.IntN(len(hostilePieces))])
	}
	return b.String()
}

var codeElements = regexp.MustCompile(`(?s)<code>.*?</code>`)

// TestPlanMarkdownIsCode: whatever the names, descriptions and labels are like,
// GitHub shows them as code: nobody is mentioned, and nothing is obeyed.
func TestPlanMarkdownIsCode(t *testing.T) {
	markdown := goldmark.New(goldmark.WithExtensions(extension.GFM))
	r := rand.New(rand.NewPCG(75, 1))
	for i := range 300 {
		text := hostileText(r)
		source := renderPlan(t, planned(text), "markdown", planreport.Style{})
		var page bytes.Buffer
		if err := markdown.Convert([]byte(source), &page); err != nil {
			t.Fatal(err)
		}
		outside := codeElements.ReplaceAllString(page.String(), "")
		if strings.ContainsAny(outside, "@`$#~*_:!") && regexp.MustCompile("[@`$~*_]|octocat|merge|example|tada|xxx|<a |<img|<b>|#1").MatchString(outside) {
			t.Fatalf("%d: %q is outside of code:\n%s\n%s", i, text, regexp.MustCompile("(?m)^.*([@`$~*_]|octocat|merge|example|tada|xxx|<a |<img|<b>|#1).*$").FindString(outside), source)
		}
	}
}
