package syntax

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// Parse reads native or JSON syntax, as the end of the name says.
func Parse(src []byte, name string) (hcl.Body, hcl.Diagnostics) {
	if !strings.HasSuffix(name, ".json") {
		f, diags := parseNative(src, name)
		return f.Body, FirstSyntaxError(src, diags)
	}
	if diags := CheckEncoding(src, name); diags.HasErrors() {
		return nil, diags
	}
	// Positions count the bytes of a byte order mark too.
	start := hcl.InitialPos
	text := bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	start.Byte = len(src) - len(text)
	f, diags := json.ParseWithStartPos(text, name, start)
	if len(diags) > 1 {
		// Of a root that could not be read hcl also says that it is no object.
		diags = slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool { return d.Summary == "Root value must be object" })
	}
	for _, d := range diags {
		if d.Summary == "Invalid JSON keyword" { // hcl repeats the word, which may be a secret without quotes
			d.Detail = "The only keywords in JSON are true, false, and null. Put strings in quotes."
		}
	}
	if diags.HasErrors() {
		return nil, diags
	}
	return f.Body, diags
}

// parseNative reads native syntax. hcl lets bytes pass that are no UTF-8 where
// they look like part of a name.
func parseNative(src []byte, name string) (*hcl.File, hcl.Diagnostics) {
	f, diags := parseConfig(src, name)
	if !diags.HasErrors() {
		diags = append(diags, CheckEncoding(src, name)...)
	}
	plainLines(f, src)
	return f, diags
}

// plainLines gives the heredocs of a file the line breaks that they have in other
// checkouts: Git for Windows adds carriage returns. Escapes such as \r stay.
func plainLines(f *hcl.File, src []byte) {
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok || !bytes.Contains(src, []byte("\r\n")) {
		return
	}
	hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		literal, ok := n.(*hclsyntax.LiteralValueExpr)
		if ok && literal.Val.Type() == cty.String && literal.Val.IsKnown() && !literal.Val.IsNull() && bytes.Contains(literal.SrcRange.SliceBytes(src), []byte("\r\n")) {
			literal.Val = cty.StringVal(strings.ReplaceAll(literal.Val.AsString(), "\r\n", "\n"))
		}
		return nil
	})
}

// CheckEncoding refuses a source that is not UTF-8.
func CheckEncoding(src []byte, name string) hcl.Diagnostics {
	at := invalidUTF8(src)
	if at < 0 {
		return nil
	}
	return hcl.Diagnostics{diag.Error(rangeAt(name, src, at), "invalid-encoding", "Invalid character encoding",
		"Configuration files must be UTF-8. Save this file in UTF-8.")}
}

// FirstSyntaxError is the first of those of a text. The others mostly follow from
// it: after a missing quote every line is one.
func FirstSyntaxError(src []byte, diags hcl.Diagnostics) hcl.Diagnostics {
	if !diags.HasErrors() {
		return diags
	}
	diag.Sort(diags)
	first := diags[0]
	switch first.Summary {
	case "Invalid multi-line string":
		first.Detail = "The string that starts on this line has no closing quote. Add the quote. For a string of several lines, use a heredoc: <<-EOT, the lines, and EOT alone on the last line."
	case "Unterminated template string":
		openHeredoc(src, first)
	}
	return hcl.Diagnostics{first}
}

// openHeredoc points a diagnostic to the heredoc that has no end, if there is one,
// rather than to the end of the file.
func openHeredoc(src []byte, d *hcl.Diagnostic) {
	tokens, _ := hclsyntax.LexConfig(src, d.Subject.Filename, hcl.InitialPos)
	var open *hclsyntax.Token
	for i, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOHeredoc:
			open = &tokens[i]
		case hclsyntax.TokenCHeredoc:
			open = nil
		}
	}
	if open == nil {
		return
	}
	at := open.Range
	word := strings.TrimSpace(strings.TrimLeft(string(open.Bytes), "<-"))
	d.Subject, d.Context, d.Summary = &at, nil, "Unterminated heredoc"
	d.Detail = fmt.Sprintf("The heredoc is not closed. Add a line that contains only its closing word, %s.", word)
}

// FirstError returns where the first error stands, or nil.
func FirstError(diags hcl.Diagnostics) *hcl.Pos {
	var first *hcl.Pos
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil && (first == nil || d.Subject.Start.Byte < first.Byte) {
			first = &d.Subject.Start
		}
	}
	return first
}

func invalidUTF8(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// rangeAt is the range of one byte of a source.
func rangeAt(name string, src []byte, at int) hcl.Range {
	before := src[:at]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return hcl.Range{
		Filename: name,
		Start:    hcl.Pos{Line: line, Column: column, Byte: at},
		End:      hcl.Pos{Line: line, Column: column + 1, Byte: at + 1},
	}
}

// ParseExpression parses an expression in the native syntax that begins at a line of what
// name names. The ranges of the result count lines and bytes as if empty lines preceded it.
func ParseExpression(text, name string, line int) (hcl.Expression, hcl.Diagnostics) {
	if diags := CheckComplexity([]byte(text), name); diags.HasErrors() {
		return nil, diags
	}
	return hclsyntax.ParseExpression([]byte(text), name, hcl.Pos{Line: line, Column: 1, Byte: line - 1})
}
