package format

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// backticks is a run of them in text that goes into a code span.
var backticks = lazyregexp.New("`+")

// Code returns text from outside as a code span, or "" for none. In a code span
// Markdown sees no markup, and GitHub no mention, reference, commit or emoji.
//
// https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax
func Code(s string) string {
	s = diag.Printable(s)
	if s == "" {
		return ""
	}
	fence := "`"
	for _, run := range backticks.FindAllString(s, -1) {
		if len(run) >= len(fence) {
			fence = run + "`"
		}
	}
	if needsPadding(s) {
		s = " " + s + " "
	}
	return fence + s + fence
}

// needsPadding reports whether a code span would lose or add something at the
// ends of its text: a backtick joins the fence, and of spaces at both ends one each is dropped.
func needsPadding(s string) bool {
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		return true
	}
	return strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") && strings.Trim(s, " ") != ""
}

// CellCode is code for a cell of a table. A vertical bar would end the cell
// even in a code span, and a backslash before it does not help where the text
// has one already: so bars stand between code spans.
func CellCode(s string) string {
	var spans []string
	for part := range strings.SplitSeq(s, "|") {
		spans = append(spans, Code(part))
	}
	return strings.Join(spans, `\|`)
}

// Codes writes a list of code spans.
func Codes(list []string) string {
	var spans []string
	for _, s := range list {
		if s != "" {
			spans = append(spans, Code(s))
		}
	}
	return strings.Join(spans, ", ")
}

// markup are the characters that could begin markup in a line of prose.
var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"|", `\|`, "~", `\~`, "&", `\&`, "#", `\#`, "$", `\$`,
)

// Prose escapes patctl's own words.
func Prose(s string) string { return markup.Replace(s) }
