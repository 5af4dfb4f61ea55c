package syntax

import (
	"bytes"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/diag"
)

// maxLiterals bounds the pieces of text that follow one another in a string or
// a heredoc. Each line is a piece, and each dollar or percent sign ends one. The
// parser joins them one by one, copying the rest each time: a heredoc of half a
// million lines, one megabyte, would take it ten minutes.
const maxLiterals = 5000

// checkLiterals refuses a source in native syntax with more literals in a row
// than the parser can join in short time. It reads tokens only where a count of
// bytes gives reason to.
func checkLiterals(src []byte, filename string) diag.Diagnostics {
	if !manyLiterals(src) {
		return nil
	}
	tokens, _ := hclsyntax.LexConfig(src, filename, hcl.InitialPos)
	row := 0
	for _, token := range tokens {
		if token.Type != hclsyntax.TokenStringLit && token.Type != hclsyntax.TokenQuotedLit {
			row = 0
			continue
		}
		row++
		if row > maxLiterals {
			return diag.Diagnostics{diag.Error(token.Range, "text-too-long", "Text too long",
				fmt.Sprintf("This string has more than %d lines, dollar signs, and percent signs without an interpolation between them. Move the text to a file, and read it with the function file.", maxLiterals))}
		}
	}
	return nil
}

// manyLiterals reports whether src could exceed the limit. Outside of heredocs
// a text ends with its line.
func manyLiterals(src []byte) bool {
	if bytes.Contains(src, []byte("<<")) {
		return bytes.Count(src, []byte("\n"))+signs(src) > maxLiterals
	}
	for line := range bytes.Lines(src) {
		if len(line) > maxLiterals && signs(line) > maxLiterals {
			return true
		}
	}
	return false
}

func signs(src []byte) int {
	return bytes.Count(src, []byte("$")) + bytes.Count(src, []byte("%"))
}
